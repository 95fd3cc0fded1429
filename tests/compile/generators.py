async def generators(source):
    async with source as s:
        async for item in s:
            yield await item
