import asyncio
import time
from datetime import datetime, timedelta


def busy(clock, amount):
    end = clock() + amount
    while clock() < end:
        pass


async def other():
    for n in range(3):
        print("other", n)
        await asyncio.sleep(0.01)


async def main():
    t = asyncio.create_task(other())
    await asyncio.sleep(0)
    for clock in (time.time, time.monotonic, time.perf_counter, asyncio.get_running_loop().time):
        busy(clock, 0.005)
    busy(datetime.now, timedelta(seconds=0.005))
    busy(time.monotonic_ns, 5_000_000)
    print("busy no more")
    await t


asyncio.run(main())
