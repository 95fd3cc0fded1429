import asyncio


async def count(n):
    for i in range(n):
        yield i
        await asyncio.sleep(0)


async def main():
    async for x in count(3):
        print(x)
    print([x async for x in count(3)])


asyncio.run(main())
