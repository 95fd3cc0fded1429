import asyncio


async def leaf():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("leaf")
        raise
    finally:
        print("leaf finally")


async def mid():
    try:
        await leaf()
    except asyncio.CancelledError:
        print("mid")
        raise


async def top():
    try:
        await mid()
    finally:
        print("top finally")


async def main():
    t = asyncio.create_task(top())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("main")
    inner = asyncio.create_task(leaf())

    async def outer():
        try:
            await inner
        except asyncio.CancelledError:
            print("outer", inner.cancelled())
            raise

    o = asyncio.create_task(outer())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    o.cancel()
    await asyncio.wait([o])
    print(o.cancelled(), inner.cancelled())

    async def self_cancel():
        asyncio.current_task().cancel()
        print("still running")
        await asyncio.sleep(0)
        print("never")

    s = asyncio.create_task(self_cancel())
    await asyncio.wait([s])
    print(s.cancelled())

    async def self_cancel_no_await():
        asyncio.current_task().cancel()
        return "returned"

    s = asyncio.create_task(self_cancel_no_await())
    await asyncio.wait([s])
    print(s.cancelled(), s.done())


asyncio.run(main())
