# gather() of twenty thousand coroutines.
import asyncio
from time import perf_counter


async def one(i):
    await asyncio.sleep(0)
    return i


async def main():
    start = perf_counter()
    results = await asyncio.gather(*(one(i) for i in range(20_000)))
    elapsed = perf_counter() - start
    assert sum(results) == 199_990_000
    print("bench", elapsed)


asyncio.run(main())
