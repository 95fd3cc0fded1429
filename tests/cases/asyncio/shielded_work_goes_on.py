import asyncio

async def important():
    try:
        await asyncio.sleep(0.02)
        print("important done")
        return 7
    except asyncio.CancelledError:
        print("important cancelled")
        raise

async def main():
    t = asyncio.create_task(important())
    s = asyncio.shield(t)
    waiter = asyncio.create_task(asyncio.wait_for(s, 0.005))
    try:
        await waiter
    except TimeoutError:
        print("timed out; inner", t.done(), s.cancelled())
    print(await t)
    async def outer():
        await asyncio.shield(important())
    o = asyncio.create_task(outer())
    await asyncio.sleep(0)
    o.cancel("stop")
    try:
        await o
    except asyncio.CancelledError as e:
        print("outer", e.args)
    await asyncio.sleep(0.03)
    async def fails():
        await asyncio.sleep(0)
        raise RuntimeError("after outer is gone")
    sh = asyncio.shield(fails())
    await asyncio.sleep(0)
    sh.cancel()
    await asyncio.sleep(0.01)

asyncio.run(main())
