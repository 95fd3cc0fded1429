import asyncio


async def producer(q, n):
    for i in range(n):
        await q.put(i)
        print("put", i)
    await q.put(None)


async def consumer(q):
    while (x := await q.get()) is not None:
        print("got", x)
        await asyncio.sleep(0)
        q.task_done()


async def main():
    q = asyncio.Queue(2)
    await asyncio.gather(producer(q, 5), consumer(q))
    print(q.qsize(), q.empty(), q.full(), q.maxsize)
    try:
        q.get_nowait()
    except asyncio.QueueEmpty as e:
        print(type(e).__name__)
    q.put_nowait(1)
    q.put_nowait(2)
    try:
        q.put_nowait(3)
    except asyncio.QueueFull as e:
        print(type(e).__name__)
    p = asyncio.PriorityQueue()
    l = asyncio.LifoQueue()
    for x in (3, 1, 2):
        p.put_nowait(x)
        l.put_nowait(x)
    print([await p.get() for _ in range(3)], [l.get_nowait() for _ in range(3)])
    j = asyncio.Queue()

    async def worker(n):
        while True:
            x = await j.get()
            print("worker", n, x)
            await asyncio.sleep(0.001)
            j.task_done()

    for i in range(4):
        j.put_nowait(i)
    ws = [asyncio.create_task(worker(i)) for i in range(2)]
    await j.join()
    [w.cancel() for w in ws]
    print("joined")
    s = asyncio.Queue()
    g = asyncio.create_task(s.get())
    await asyncio.sleep(0)
    s.shutdown()
    try:
        await g
    except asyncio.QueueShutDown as e:
        print(type(e).__name__)
    try:
        j.task_done()
    except ValueError as e:
        print(e)


asyncio.run(main())
