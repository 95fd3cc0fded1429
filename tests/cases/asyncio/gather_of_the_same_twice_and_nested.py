import asyncio


async def f(n):
    await asyncio.sleep(0)
    return n


async def main():
    t = asyncio.create_task(f(1))
    print(await asyncio.gather(t, f(2), t))
    print(await asyncio.gather(asyncio.gather(f(1), f(2)), f(3), asyncio.gather()))
    print(await asyncio.gather())

    async def boom():
        raise KeyError("k")

    r = await asyncio.gather(f(1), boom(), asyncio.gather(boom(), f(2)), return_exceptions=True)
    print(r)
    g = asyncio.gather(f(1), boom(), f(3))
    try:
        await g
    except KeyError as e:
        print("first", e, g.done())
    await asyncio.sleep(0.01)


asyncio.run(main())
