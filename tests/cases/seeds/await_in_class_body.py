async def outer():
    class C:
        x = await inner()
