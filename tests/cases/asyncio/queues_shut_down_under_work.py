import asyncio
async def prod(q):
    for i in range(5):
        await q.put(i); print("put", i, q.qsize(), q.full(), q)
    q.shutdown()
async def cons(q, n):
    try:
        while True:
            x = await q.get(); print(n, "got", x); q.task_done()
            await asyncio.sleep(0.01)
    except asyncio.QueueShutDown as e:
        print(n, "shutdown", repr(e), e.args)
async def main():
    q = asyncio.Queue(2)
    async with asyncio.TaskGroup() as tg:
        tg.create_task(prod(q)); tg.create_task(cons(q, "a")); tg.create_task(cons(q, "b"))
    await q.join()
    print(q)
    try: q.put_nowait(1)
    except Exception as e: print(repr(e))
    try: q.get_nowait()
    except Exception as e: print(repr(e))
    p = asyncio.PriorityQueue()
    for x in [(3,'c'),(1,'a'),(2,'b')]: p.put_nowait(x)
    print(p, p.get_nowait())
    p.shutdown(immediate=True)
    print(p, p.empty())
    try: await p.get()
    except asyncio.QueueShutDown as e: print(repr(e))
    l = asyncio.LifoQueue(1); l.put_nowait(1)
    try: l.put_nowait(2)
    except asyncio.QueueFull as e: print(repr(e))
    print(l.get_nowait())
    try: l.get_nowait()
    except asyncio.QueueEmpty as e: print(repr(e))
    try: l.task_done(); l.task_done()
    except ValueError as e: print(e)
    w = asyncio.create_task(l.get()); await asyncio.sleep(0); print(l, w)
    l.shutdown()
    try: await w
    except asyncio.QueueShutDown as e: print("w", repr(e))
    print(asyncio.Queue[int])
asyncio.run(main())
