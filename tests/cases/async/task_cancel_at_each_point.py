import asyncio


async def work(log):
    try:
        log.append("start")
        await asyncio.sleep(1)
        log.append("no")
    except asyncio.CancelledError as e:
        log.append(f"cancelled {e.args}")
        raise
    finally:
        log.append("finally")
        await asyncio.sleep(0)
        log.append("after await in finally")


async def main():
    log = []
    t = asyncio.create_task(work(log))
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("before start", log)
    log = []
    t = asyncio.create_task(work(log))
    await asyncio.sleep(0)
    print(t.cancel("why"), t.cancelling(), t.cancelled())
    try:
        await t
    except asyncio.CancelledError as e:
        print("mid", log, e.args)
    print(t.cancelled(), t.done(), t.cancel())
    try:
        t.result()
    except asyncio.CancelledError as e:
        print("result", e.args)
    try:
        t.exception()
    except asyncio.CancelledError:
        print("exception")

    async def swallow():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("swallowed")
            return "survived"

    t = asyncio.create_task(swallow())
    await asyncio.sleep(0)
    t.cancel()
    print(await t, t.cancelled())

    async def again():
        for i in range(3):
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                print("cancel", i)
        return "end"

    t = asyncio.create_task(again())
    for _ in range(3):
        await asyncio.sleep(0)
        t.cancel()
    print(await t, t.cancelling())

    async def uncancel():
        me = asyncio.current_task()
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print(me.cancelling(), me.uncancel(), me.cancelling())

    t = asyncio.create_task(uncancel())
    await asyncio.sleep(0)
    t.cancel()
    await t


asyncio.run(main())
