async def outer():
    f = lambda: await inner()
