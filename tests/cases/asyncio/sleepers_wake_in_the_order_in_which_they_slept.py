import asyncio


async def sleeper(n, delay, log):
    await asyncio.sleep(delay)
    log.append(n)


async def main():
    log = []
    await asyncio.gather(*(sleeper(n, 0.05, log) for n in range(200)))
    print(log == list(range(200)))
    # two ways to the same moment: the longer sleep began first
    log = []
    long = [asyncio.create_task(sleeper(n, 0.2, log)) for n in range(5)]
    await asyncio.sleep(0.1)
    short = [asyncio.create_task(sleeper(n, 0.1, log)) for n in range(5, 10)]
    await asyncio.wait(long + short)
    print(log)
    loop = asyncio.get_running_loop()
    log = []
    for n in range(100):
        loop.call_later(0.05, log.append, n)
    await asyncio.sleep(0.1)
    print(log == list(range(100)))
    before = loop.time()
    await asyncio.sleep(0.05)
    print(0.05 <= loop.time() - before < 1)
    print(len({loop.time() for _ in range(3)}))


asyncio.run(main())
