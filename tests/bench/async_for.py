# Asynchronous generators: `async for`, a pipeline of two, an asynchronous comprehension.
import asyncio
from time import perf_counter


async def numbers(n):
    for i in range(n):
        yield i


async def odd(source):
    async for x in source:
        if x & 1:
            yield x


async def main():
    start = perf_counter()
    total = 0
    async for x in numbers(100_000):
        total += x
    async for x in odd(numbers(100_000)):
        total += x
    total += sum([x async for x in numbers(50_000)])
    elapsed = perf_counter() - start
    assert total == 8_749_925_000, total
    print("bench", elapsed)


asyncio.run(main())
