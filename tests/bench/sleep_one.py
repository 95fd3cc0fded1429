# One task that hands over to the loop again and again.
import asyncio
from time import perf_counter


async def main():
    start = perf_counter()
    for _ in range(20_000):
        await asyncio.sleep(0)
    print("bench", perf_counter() - start)


asyncio.run(main())
