# A hundred tasks that take turns.
import asyncio
from time import perf_counter


async def turns(n):
    for _ in range(n):
        await asyncio.sleep(0)
    return n


async def main():
    start = perf_counter()
    tasks = [asyncio.create_task(turns(300)) for _ in range(100)]
    total = 0
    for task in tasks:
        total += await task
    elapsed = perf_counter() - start
    assert total == 30_000
    print("bench", elapsed)


asyncio.run(main())
