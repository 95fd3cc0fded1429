import asyncio

async def coro(n):
    await asyncio.sleep(0)
    return n

async def main():
    t = asyncio.create_task(coro(1), name="T")
    print(t.get_name(), t.get_coro().__name__, t.get_loop() is asyncio.get_running_loop())
    t.set_name(42)
    print(repr(t.get_name()), t)
    try:
        t.set_result(1)
    except RuntimeError as e:
        print(e)
    try:
        t.set_exception(ValueError())
    except RuntimeError as e:
        print(e)
    print(sorted(x.get_name() for x in asyncio.all_tasks()))
    print(await t, t, t.get_stack())
    try:
        asyncio.create_task(5)
    except TypeError as e:
        print(e)
    try:
        asyncio.Task(coro)
    except TypeError as e:
        print(e)
    try:
        asyncio.create_task(coro(2), eager_start=5, nonsense=3)
    except TypeError as e:
        print(e)
    t1, t2 = asyncio.create_task(coro(1)), asyncio.create_task(coro(2))
    n1, n2 = t1.get_name(), t2.get_name()
    print(n1.startswith("Task-"), int(n2[5:]) - int(n1[5:]))
    await t1
    await t2
    class MyTask(asyncio.Task):
        def __init__(self, *a, **k):
            super().__init__(*a, **k)
            self.extra = 1
    asyncio.get_running_loop().set_task_factory(lambda loop, c, **kw: MyTask(c, loop=loop, **kw))
    t = asyncio.create_task(coro(5), name="mine")
    print(type(t).__name__, t.extra, await t, t.get_name())
    def frames(t):
        return [f.f_code.co_name for f in t.get_stack()]
    async def deep(n):
        if n: await deep(n - 1)
        else: await asyncio.sleep(0.01)
    t = asyncio.create_task(deep(2))
    await asyncio.sleep(0)
    print(frames(t), frames(asyncio.current_task()))
    t.print_stack()
    t.print_stack(limit=1)

asyncio.run(main())
