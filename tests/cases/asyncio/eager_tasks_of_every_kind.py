import asyncio

async def cached(n):
    print("cached", n, asyncio.current_task().get_name())
    return n

async def slow(n):
    print("slow start", n)
    await asyncio.sleep(0)
    print("slow end", n)
    return n

async def bad():
    raise RuntimeError("eager bad")

async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    t1 = asyncio.create_task(cached(1), name="one")
    print(t1.done())
    t2 = asyncio.create_task(slow(2))
    print(t2.done())
    t3 = asyncio.create_task(bad())
    print(t3)
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(cached(3))
        b = tg.create_task(slow(4))
    print(a.result(), b.result(), await t2)
    print(await asyncio.gather(cached(5), slow(6)))
    try:
        await t3
    except RuntimeError as e:
        print(e)
    loop.set_task_factory(None)
    t = asyncio.Task(slow(7), eager_start=True)
    print("made")
    await t
    t = loop.create_task(slow(8), eager_start=True, name="n")
    await t

asyncio.run(main())
