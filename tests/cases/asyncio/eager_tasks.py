import asyncio


async def now(n):
    print("runs", n, asyncio.current_task().get_name())
    return n


async def later(n):
    print("begins", n)
    await asyncio.sleep(0)
    print("ends", n)
    return n


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    print("before")
    t = asyncio.create_task(now(1), name="one")
    print("after", t.done(), t.result(), t.get_coro())
    u = asyncio.create_task(later(2), name="two")
    print("after", u.done(), u in asyncio.all_tasks(), t in asyncio.all_tasks())
    print(await u, asyncio.current_task().get_name())
    try:
        await asyncio.create_task(fails())
    except ValueError as e:
        print("failed", e)
    print(await asyncio.gather(now(3), later(4)))
    async with asyncio.TaskGroup() as g:
        a = g.create_task(now(5))
        b = g.create_task(later(6))
    print(a.result(), b.result())


async def fails():
    raise ValueError("at once")


asyncio.run(main())
