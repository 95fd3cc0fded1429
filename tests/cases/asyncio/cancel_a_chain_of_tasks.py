import asyncio


async def inner():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as e:
        print("inner", e.args)
        raise


async def middle(t):
    try:
        await t
    except asyncio.CancelledError as e:
        print("middle", e.args)
        raise


async def main():
    a = asyncio.create_task(inner(), name="a")
    b = asyncio.create_task(middle(a), name="b")
    c = asyncio.create_task(middle(b), name="c")
    await asyncio.sleep(0)
    c.cancel("stop")
    print([t.cancelling() for t in (a, b, c)])
    r = await asyncio.gather(a, b, c, return_exceptions=True)
    print([repr(x) for x in r])
    print([t.cancelled() for t in (a, b, c)])


asyncio.run(main())
