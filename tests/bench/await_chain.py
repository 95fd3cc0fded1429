# A chain of fifty awaits with a sleep(0) at the bottom.
import asyncio
from time import perf_counter


async def link(depth, times):
    if depth == 0:
        for _ in range(times):
            await asyncio.sleep(0)
        return 0
    return 1 + await link(depth - 1, times)


async def main():
    start = perf_counter()
    depth = await link(50, 20_000)
    elapsed = perf_counter() - start
    assert depth == 50
    print("bench", elapsed)


asyncio.run(main())
