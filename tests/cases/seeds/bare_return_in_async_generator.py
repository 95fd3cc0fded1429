import asyncio

async def asyncgen():
    yield 1
    return
    yield 2

async def main():
    async for x in asyncgen():
        print(x)

asyncio.run(main())
