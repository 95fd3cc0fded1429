"""Tasks that sleep equally long wake in the order in which they went to sleep, between what is queued meanwhile."""
import asyncio


async def sleeper(n, delay, log):
    await asyncio.sleep(delay)
    log.append(n)
    await asyncio.sleep(0)
    log.append(-n)


async def main():
    log = []
    loop = asyncio.get_running_loop()
    delays = [0.03, 0.01, 0.02, 0.01, 0.03, 0.02]
    start = loop.time()
    tasks = [asyncio.create_task(sleeper(n, d, log)) for n, d in enumerate(delays, 1)]
    await asyncio.gather(*tasks)
    by_time = sorted(range(1, 7), key=lambda n: delays[n - 1])
    print([n for n in log if n > 0] == by_time, [-n for n in log if n < 0] == by_time)
    print(loop.time() - start >= 0.03)


asyncio.run(main())
