import asyncio


async def slow(n=1):
    try:
        await asyncio.sleep(n)
        return "slow done"
    except asyncio.CancelledError:
        print("slow cancelled")
        raise


async def main():
    print(await asyncio.wait_for(slow(0.001), 0.05))
    try:
        await asyncio.wait_for(slow(), 0.01)
    except TimeoutError as e:
        print("timeout", repr(e), asyncio.TimeoutError is TimeoutError)
    try:
        await asyncio.wait_for(slow(), 0)
    except TimeoutError:
        print("zero timeout")
    print(await asyncio.wait_for(slow(0), None))

    async def bad():
        raise KeyError("inner")

    try:
        await asyncio.wait_for(bad(), 1)
    except KeyError as e:
        print(repr(e))
    try:
        async with asyncio.timeout(0.01) as cm:
            await slow()
    except TimeoutError as e:
        print("timeout cm", cm.expired(), repr(e.__cause__))
    async with asyncio.timeout(1) as cm:
        await asyncio.sleep(0)
    print(cm.expired(), cm)
    async with asyncio.timeout(None) as cm:
        cm.reschedule(asyncio.get_running_loop().time() + 5)
        print(cm.when() is not None)
    try:
        async with asyncio.timeout(0.02):
            try:
                async with asyncio.timeout(0.01):
                    await slow()
            except TimeoutError:
                print("inner timed out")
            await slow()
    except TimeoutError:
        print("outer timed out")
    try:
        async with asyncio.timeout(-1):
            await asyncio.sleep(0)
            print("no")
    except TimeoutError:
        print("past deadline")
    t = asyncio.create_task(asyncio.wait_for(slow(), 1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.wait([t])
    print(t.cancelled())


asyncio.run(main())
