import asyncio


async def work(n):
    try:
        await asyncio.sleep(1)
    finally:
        for i in range(2):
            print("cleanup", n, i)
            await asyncio.sleep(0.01)
        print("cleaned", n)


async def main():
    ts = [asyncio.create_task(work(i)) for i in range(2)]
    await asyncio.sleep(0)
    for t in ts:
        t.cancel()
    print(await asyncio.gather(*ts, return_exceptions=True))
    t = asyncio.create_task(work("timeout"))
    try:
        await asyncio.wait_for(t, 0.005)
    except TimeoutError:
        print("timed out after cleanup", t.cancelled())
    t = asyncio.create_task(work("twice"))
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("second cancel cut the cleanup")


asyncio.run(main())
