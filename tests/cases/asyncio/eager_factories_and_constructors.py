import asyncio
async def fast(x): return x
async def slow(x): await asyncio.sleep(0); return x
order = []
async def rec(n, k):
    for i in range(k): order.append((n, i)); await asyncio.sleep(0)
async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    t = asyncio.create_task(fast(1), name="f"); print(t.done(), t, t.get_name())
    s = asyncio.create_task(slow(2)); print(s.done()); print(await s)
    async with asyncio.TaskGroup() as tg:
        tg.create_task(rec("a", 2)); order.append("between"); tg.create_task(rec("b", 2))
    print(order)
    async def bad(): raise ValueError("eager")
    t = asyncio.create_task(bad()); print(t)
    try: await t
    except ValueError as e: print(e)
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(bad())
            print("after")
            tg.create_task(slow(1))
    except* ValueError as e: print(e)
    print(await asyncio.gather(fast(1), slow(2), fast(3)))
    f = asyncio.create_eager_task_factory(lambda coro, **kw: (print("ctor", sorted(kw)), asyncio.Task(coro, **kw))[1])
    loop.set_task_factory(f)
    print(await asyncio.create_task(fast(9), name="custom"))
    loop.set_task_factory(None)
    t = asyncio.Task(slow(5), loop=loop, eager_start=True, name="E"); print(t.done()); print(await t)
    t = loop.create_task(fast(1), eager_start=True); print(t)
    def fac(loop, coro, **kw): print(sorted(kw.items())); return asyncio.Task(coro, loop=loop, **kw)
    loop.set_task_factory(fac)
    await asyncio.create_task(fast(1), name="z")
    try: loop.set_task_factory(3)
    except TypeError as e: print(e)
    print(loop.get_task_factory() is fac)
asyncio.run(main())
