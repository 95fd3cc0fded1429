import asyncio, types


@types.coroutine
def bare(v):
    return (yield v)


async def main():
    for bad in (5, "x", [1]):
        try:
            await bare(bad)
        except RuntimeError as e:
            print(str(e).split("<")[0], str(e)[-len(repr(bad)) :])
    try:
        await asyncio.current_task()
    except RuntimeError as e:
        print(str(e).split(":")[0])
    print(await bare(None))
    f = asyncio.get_running_loop().create_future()
    try:
        await bare(f)
    except RuntimeError as e:
        print(str(e)[:18])

    async def twice(c):
        return await c

    async def shared():
        await asyncio.sleep(0.001)

    c = shared()
    a, b = asyncio.create_task(twice(c)), asyncio.create_task(twice(c))
    await asyncio.wait([a, b])
    print(a.exception(), "|", b.exception())


asyncio.run(main())
