import asyncio


async def main():
    p = asyncio.PriorityQueue()
    for x in (3, 1, 2):
        p.put_nowait(x)
    print([p.get_nowait() for _ in range(3)])
    s = asyncio.LifoQueue()
    for x in (3, 1, 2):
        s.put_nowait(x)
    print([s.get_nowait() for _ in range(3)])
    q = asyncio.Queue(1)
    q.put_nowait("a")
    try:
        q.put_nowait("b")
    except asyncio.QueueFull:
        print("full", q.full(), q.maxsize, q)
    print(q.get_nowait())
    try:
        q.get_nowait()
    except asyncio.QueueEmpty:
        print("empty", q.empty())
    try:
        q.task_done()
        q.task_done()
    except ValueError as e:
        print(e)
    getter = asyncio.create_task(q.get())
    await asyncio.sleep(0)
    print(q)
    getter.cancel()
    await asyncio.gather(getter, return_exceptions=True)
    q.put_nowait(1)
    print(await q.get())


asyncio.run(main())
