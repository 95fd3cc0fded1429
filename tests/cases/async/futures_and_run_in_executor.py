import asyncio


def work(a, b):
    return a + b


async def main():
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, work, 1, 2))
    print(await asyncio.gather(*(loop.run_in_executor(None, work, i, i) for i in range(4))))
    f = asyncio.ensure_future(asyncio.sleep(0, "ensured"))
    print(asyncio.isfuture(f), asyncio.ensure_future(f) is f, await f)

    class Aw:
        def __await__(self):
            yield from asyncio.sleep(0).__await__()
            return "awaitable"

    print(await asyncio.ensure_future(Aw()), await asyncio.gather(Aw(), Aw()))
    try:
        asyncio.ensure_future(5)
    except TypeError as e:
        print(e)
    try:
        asyncio.create_task(5)
    except TypeError as e:
        print(e)
    try:
        asyncio.create_task(Aw())
    except TypeError as e:
        print(str(e).split(",")[0].split(" <")[0])


asyncio.run(main())
