import asyncio, contextvars
v = contextvars.ContextVar("v", default=0)
async def main():
    loop = asyncio.get_running_loop(); loop.set_task_factory(asyncio.eager_task_factory)
    async def setv(n): v.set(n); await asyncio.sleep(0) if n % 2 else None; return v.get()
    v.set(100)
    print(await asyncio.gather(setv(1), setv(2)), v.get())
    t = asyncio.create_task(setv(4), context=contextvars.Context()); print(t.result(), v.get())
    order = []
    async def a():
        order.append("a1"); await asyncio.sleep(0); order.append("a2")
    async def b(): order.append("b"); return "b"
    order.append("m1"); t = asyncio.create_task(a()); order.append("m2"); await b(); await asyncio.create_task(b()); order.append("m3"); await t; print(order)
    sem = asyncio.Semaphore(1)
    async def locked(n):
        async with sem: order.append(f"L{n}"); await asyncio.sleep(0)
    order.clear(); await asyncio.gather(*(locked(i) for i in range(3))); print(order)
    q = asyncio.Queue(1)
    async def put(): 
        for i in range(3): await q.put(i); order.append(f"p{i}")
    async def get():
        for i in range(3): order.append(f"g{await q.get()}")
    order.clear(); await asyncio.gather(put(), get()); print(order)
    async def canc():
        try: await asyncio.sleep(1)
        except asyncio.CancelledError: order.append("c"); raise
    t = asyncio.create_task(canc()); t.cancel(); order.clear()
    try: await t
    except asyncio.CancelledError: print(order, t)
    try: await asyncio.wait_for(asyncio.sleep(1), 0.001)
    except TimeoutError: print("to")
    async with asyncio.timeout(0.01):
        async with asyncio.TaskGroup() as tg:
            r = [tg.create_task(setv(i)) for i in range(3)]; print([x.done() for x in r])
    def cb(f): order.append("cb")
    order.clear(); t = asyncio.create_task(b()); t.add_done_callback(cb); order.append("after add"); await asyncio.sleep(0); print(order)
    async def raiser(): raise LookupError("eager")
    t = asyncio.create_task(raiser()); print(t.done(), repr(t.exception()))
    print(len(asyncio.all_tasks()), asyncio.current_task() is not None)
    class Custom(asyncio.Task): pass
    loop.set_task_factory(asyncio.create_eager_task_factory(Custom)); t = asyncio.create_task(b()); print(type(t).__name__, t.result())
asyncio.run(main())
