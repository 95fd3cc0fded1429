"""gather gives the first error at once; the others run on, and their errors are theirs."""
import asyncio


async def work(n, fail, log):
    await asyncio.sleep(n / 100)
    log.append(n)
    if fail:
        raise ValueError(n)
    return n


async def main():
    log = []
    tasks = [asyncio.create_task(work(n, n % 2, log)) for n in range(4)]
    try:
        await asyncio.gather(*tasks)
    except ValueError as e:
        print(repr(e), log)
    await asyncio.wait(tasks)
    print(log, [repr(t.exception()) for t in tasks])
    print(await asyncio.gather(), await asyncio.gather(*tasks, return_exceptions=True))


asyncio.run(main())
