import asyncio
from asyncio import staggered


async def ok(n):
    await asyncio.sleep(n)
    return n


async def bad():
    raise OSError("no")


async def main():
    r = await staggered.staggered_race([bad, lambda: ok(0.01), lambda: ok(1)], delay=0.001)
    print(r[0], r[1], [type(e).__name__ for e in r[2]])
    print(asyncio.iscoroutine(c := ok(1)), asyncio.isfuture(asyncio.get_running_loop().create_future()))
    c.close()
    f = asyncio.ensure_future(ok(0))
    print(asyncio.ensure_future(f) is f, await f)

    class Aw:
        def __await__(self):
            return (yield from ok(0).__await__())

    print(await asyncio.ensure_future(Aw()))
    try:
        asyncio.ensure_future(3)
    except TypeError as e:
        print(e)


asyncio.run(main())
