import asyncio, contextvars
v = contextvars.ContextVar("v", default=0)

async def child(n):
    v.set(n)
    print("child", n, asyncio.current_task().get_name(), v.get())
    if n < 3:
        t = asyncio.create_task(child(n + 1), name=f"c{n + 1}")
        print("made", t.get_name(), t.done(), v.get())
        await t
    return n

async def parent():
    t = asyncio.create_task(child(0), name="c0")
    print("parent sees", v.get(), t.done())
    await t
    async def blocks():
        await asyncio.sleep(0)
        raise ValueError("late")
    async def raises():
        raise KeyError("early")
    t1, t2 = asyncio.create_task(blocks()), asyncio.create_task(raises())
    print(t1.done(), t2.done())
    print(await asyncio.gather(t1, t2, return_exceptions=True))
    async def cancels_self():
        asyncio.current_task().cancel()
        await asyncio.sleep(0)
    t = asyncio.create_task(cancels_self())
    print(t.done(), t.cancelling())
    try:
        await t
    except asyncio.CancelledError:
        print("self cancelled")
    for n in asyncio.all_tasks():
        print(n.get_name())
    async with asyncio.timeout(0.01):
        await asyncio.create_task(asyncio.sleep(1))

async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.create_eager_task_factory(asyncio.Task))
    await parent()

asyncio.run(main())
