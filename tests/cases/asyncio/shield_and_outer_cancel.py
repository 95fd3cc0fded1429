import asyncio


async def work():
    await asyncio.sleep(0.01)
    print("work is done")
    return 7


async def main():
    inner = asyncio.create_task(work())

    async def outer():
        return await asyncio.shield(inner)

    t = asyncio.create_task(outer())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("outer cancelled", inner.done())
    print(await inner)
    print(await asyncio.shield(inner))
    c = asyncio.create_task(work())
    s = asyncio.shield(c)
    await asyncio.sleep(0)
    c.cancel()
    try:
        await s
    except asyncio.CancelledError:
        print("inner cancelled", s.cancelled())


asyncio.run(main())
