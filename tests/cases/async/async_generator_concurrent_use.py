import asyncio


async def ag():
    await asyncio.sleep(0.01)
    yield 1


async def main():
    g = ag()
    a, b = asyncio.create_task(anext(g).__await__.__self__ if False else wrap(g)), asyncio.create_task(wrap(g))
    for t in (a, b):
        try:
            print(await t)
        except RuntimeError as e:
            print(e)


async def wrap(g):
    return await anext(g)


asyncio.run(main())
