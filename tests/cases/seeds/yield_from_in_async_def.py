async def coro():
    yield from range(3)
