import asyncio


async def numbers():
    for n in range(3):
        await asyncio.sleep(0.1)
        yield n


async def square(n):
    await asyncio.sleep(0.1)
    return n * n


async def main():
    print([n async for n in numbers()])
    print({n: await square(n) async for n in numbers() if n})
    print("one by one:", [await square(n) for n in range(3)])
    print("together:  ", await asyncio.gather(*map(square, range(3))))


asyncio.run(main())
