# Coroutines that are awaited and return without waiting for anything.
import asyncio
from time import perf_counter


async def one(i):
    return i & 7


async def pair(i):
    return await one(i) + await one(i + 1)


async def main():
    start = perf_counter()
    total = 0
    for i in range(100_000):
        total += await pair(i)
    elapsed = perf_counter() - start
    assert total == 700_000
    print("bench", elapsed)


asyncio.run(main())
