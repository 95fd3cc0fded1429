import asyncio

async def v(x, d=0):
    await asyncio.sleep(d)
    return x
async def e(x, d=0):
    await asyncio.sleep(d)
    raise ValueError(x)

async def main():
    print(await asyncio.gather())
    print(await asyncio.gather(v(1), v(2, .01), v(3)))
    t = asyncio.create_task(v("same"))
    print(await asyncio.gather(t, t, v("other")))
    print(await asyncio.gather(v(1), e(2), return_exceptions=True))
    slow = asyncio.create_task(v("slow", .02))
    try:
        await asyncio.gather(slow, e("x"))
    except ValueError as ex:
        print(ex, slow.done())
    print(await slow)
    g = asyncio.gather(v(1, 1), v(2, 1))
    print(g)
    await asyncio.sleep(0)
    g.cancel()
    try:
        await g
    except asyncio.CancelledError:
        print("gather cancelled", g)
    c = asyncio.create_task(v(1, 1))
    asyncio.get_running_loop().call_later(0.001, c.cancel)
    print(await asyncio.gather(c, v(2), return_exceptions=True))
    c = asyncio.create_task(v(1, 1))
    asyncio.get_running_loop().call_later(0.001, c.cancel, "msg")
    try:
        await asyncio.gather(c, v(2))
    except asyncio.CancelledError as ex:
        print("child cancelled", ex.args)
    await asyncio.gather(e("first"), e("second"), v(1))

asyncio.run(main())
