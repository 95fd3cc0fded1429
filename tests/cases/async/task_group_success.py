import asyncio


async def w(n, d):
    await asyncio.sleep(d)
    print("done", n)
    return n


async def main():
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(w(1, 0.02))
        b = tg.create_task(w(2, 0.01), name="b")
        print("body ends", b.get_name())
    print("after", a.result(), b.result())
    async with asyncio.TaskGroup() as tg:
        pass

    async def spawner(tg, n):
        print("spawn", n)
        if n:
            tg.create_task(spawner(tg, n - 1))

    async with asyncio.TaskGroup() as tg:
        tg.create_task(spawner(tg, 3))
    async with asyncio.TaskGroup() as tg:
        print(await tg.create_task(w(5, 0)), tg)
    c = w(1, 0)
    try:
        tg.create_task(c)
    except RuntimeError as e:
        print(str(e).split(" ", 1)[1].rsplit(">", 1)[-1])
    c.close()


asyncio.run(main())
