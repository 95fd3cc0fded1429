import asyncio

async def producer(q):
    try:
        for i in range(5):
            await q.put(i)
            print("put", i)
    except asyncio.QueueShutDown as e:
        print("producer", repr(e))

async def consumer(q, n):
    try:
        while True:
            x = await q.get()
            print(n, "got", x)
            q.task_done()
    except asyncio.QueueShutDown:
        print(n, "down")

async def main():
    q = asyncio.Queue(2)
    async with asyncio.TaskGroup() as tg:
        tg.create_task(producer(q))
        tg.create_task(consumer(q, "c1"))
        tg.create_task(consumer(q, "c2"))
        await asyncio.sleep(0.01)
        print(q)
        q.shutdown()
    await q.join()
    for op in (q.get_nowait, lambda: q.put_nowait(1)):
        try:
            op()
        except asyncio.QueueShutDown as e:
            print(repr(e))
    q = asyncio.PriorityQueue()
    for x in (3, 1, 2):
        q.put_nowait((x, str(x)))
    q.shutdown(immediate=True)
    print(q.qsize(), q.empty())
    l = asyncio.LifoQueue(1)
    l.put_nowait(1)
    try:
        l.put_nowait(2)
    except asyncio.QueueFull as e:
        print(repr(e), l.full())
    try:
        l.task_done(); l.task_done()
    except ValueError as e:
        print(e)
    try:
        asyncio.Queue().get_nowait()
    except asyncio.QueueEmpty as e:
        print(repr(e))
    print(asyncio.Queue(maxsize=3))

asyncio.run(main())
