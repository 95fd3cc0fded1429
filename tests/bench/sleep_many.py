# Ten thousand tasks that sleep for ten milliseconds at the same time.
import asyncio
from time import perf_counter


async def main():
    start = perf_counter()
    results = await asyncio.gather(*(asyncio.sleep(0.01, i) for i in range(10_000)))
    elapsed = perf_counter() - start
    assert sum(results) == 49_995_000
    print("bench", elapsed)


asyncio.run(main())
