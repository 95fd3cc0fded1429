import asyncio


async def w(n):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("cancelled", n)
        raise


async def main():
    g = asyncio.gather(w(1), w(2))
    await asyncio.sleep(0)
    g.cancel()
    try:
        await g
    except asyncio.CancelledError:
        print("gather cancelled")
    t = asyncio.create_task(w("child"))
    g = asyncio.gather(t, w("other"), return_exceptions=True)
    await asyncio.sleep(0)
    t.cancel()

    async def stop():
        await asyncio.sleep(0.01)
        g.cancel()

    s = asyncio.create_task(stop())
    try:
        print(await g)
    except asyncio.CancelledError:
        print("outer cancelled")
    await s
    t = asyncio.create_task(w("c2"))
    await asyncio.sleep(0)
    t.cancel()
    print([type(r).__name__ for r in await asyncio.gather(t, return_exceptions=True)])


asyncio.run(main())
