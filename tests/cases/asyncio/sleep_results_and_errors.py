import asyncio


async def main():
    print(await asyncio.sleep(0, "zero"), await asyncio.sleep(0.001, "some"), await asyncio.sleep(-1, "less"))
    for bad in (float("nan"), "x", None):
        try:
            await asyncio.sleep(bad)
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)
    loop = asyncio.get_running_loop()
    before = loop.time()
    await asyncio.gather(*(asyncio.sleep(0.01) for _ in range(50)))
    print(loop.time() - before < 1)


asyncio.run(main())
