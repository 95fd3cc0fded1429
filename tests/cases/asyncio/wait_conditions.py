import asyncio


async def f(n, fail=False):
    await asyncio.sleep(n / 100)
    if fail:
        raise ValueError(n)
    return n


async def names(tasks):
    return sorted(t.get_name() for t in tasks)


async def main():
    def make():
        return [asyncio.create_task(f(i, i == 4), name=f"t{i}") for i in (1, 4, 300)]

    for when in (asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED):
        tasks = make()
        done, pending = await asyncio.wait(tasks, return_when=when, timeout=0.5)
        print(when, await names(done), await names(pending))
        for t in pending:
            t.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for bad in ([], [f(1)], asyncio.create_task(f(1))):
        try:
            await asyncio.wait(bad)
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)
        if isinstance(bad, list) and bad:
            bad[0].close()


asyncio.run(main())
