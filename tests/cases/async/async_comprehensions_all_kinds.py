import asyncio


async def arange(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i


async def double(x):
    await asyncio.sleep(0)
    return x * 2


async def main():
    print([x async for x in arange(3)], {x async for x in arange(3)}, {x: x async for x in arange(2)})
    print(
        [await double(x) for x in range(3)],
        [await double(x) async for x in arange(3)],
        [x for x in [1, 2, 3] if await double(x) > 2],
    )
    print([(x, y) async for x in arange(2) for y in "ab"], [(x, y) for x in "ab" async for y in arange(2)])
    print([[y async for y in arange(x)] for x in range(3)], [[y async for y in arange(x)] async for x in arange(3)])
    g = (x * 2 async for x in arange(3))
    print(type(g).__name__, [v async for v in g])
    h = (await double(x) for x in range(2))
    print(type(h).__name__, [v async for v in h])
    print(sum([x async for x in arange(5) if x % 2]), {await double(k): [z async for z in arange(k)] for k in range(2)})
    lam = lambda: (x async for x in arange(2))
    print([x async for x in lam()])

    def sync_maker():
        return (x async for x in arange(2))

    print([x async for x in sync_maker()])
    try:
        sum(x async for x in arange(2))
    except TypeError as e:
        print(e)
    try:
        [x async for x in [1]]
    except TypeError as e:
        print(e)
    x = "kept"
    [x async for x in arange(2)]
    print(x)


asyncio.run(main())
