import asyncio


async def ag(n):
    for i in range(n):
        await asyncio.sleep(0)
        got = yield i
        if got is not None:
            print("got", got)


async def main():
    print([x async for x in ag(3)])
    g = ag(3)
    print(await g.__anext__(), await g.asend("hi"), await anext(g))
    try:
        await anext(g)
    except StopAsyncIteration:
        print("done")
    try:
        await g.asend(1)
    except StopAsyncIteration:
        print("still done")
    g = ag(3)
    print(await anext(g))
    await g.aclose()
    try:
        await anext(g)
    except StopAsyncIteration:
        print("closed")
    g = ag(2)
    try:
        await g.asend("early")
    except TypeError as e:
        print(e)
    print(await anext(ag(0), "default"), aiter(g) is g)
    async for x in ag(5):
        if x == 1:
            continue
        if x == 3:
            break
        print(x)
    else:
        print("no")
    for bad in (lambda: aiter([]), lambda: anext([]), lambda: anext(5)):
        try:
            bad()
        except TypeError as e:
            print(e)


asyncio.run(main())
