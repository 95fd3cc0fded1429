async def asyncgen():
    yield 42
    return 1
