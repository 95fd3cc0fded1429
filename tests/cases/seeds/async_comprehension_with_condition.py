import asyncio

async def aiter():
    for i in range(6):
        await asyncio.sleep(0)
        yield i

async def main():
    result = [i async for i in aiter() if i % 2]
    print(result)
    print({i async for i in aiter() if i % 2})
    print({i: i * i async for i in aiter() if i % 2})
    gen = (i async for i in aiter() if i % 2)
    print(type(gen).__name__)
    print([i async for i in gen])

asyncio.run(main())
