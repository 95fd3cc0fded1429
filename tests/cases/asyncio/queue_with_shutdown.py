import asyncio


async def consumer(q, n):
    try:
        while True:
            item = await q.get()
            print("consumer", n, item)
            await asyncio.sleep(0)
            q.task_done()
    except asyncio.QueueShutDown:
        print("consumer", n, "ends")


async def main():
    q = asyncio.Queue(maxsize=2)
    tasks = [asyncio.create_task(consumer(q, i)) for i in range(2)]
    for i in range(5):
        await q.put(i)
    q.shutdown()
    try:
        q.put_nowait(9)
    except asyncio.QueueShutDown:
        print("no more")
    await q.join()
    await asyncio.gather(*tasks)
    q = asyncio.Queue()
    q.put_nowait(1)
    q.put_nowait(2)
    q.shutdown(immediate=True)
    try:
        await q.get()
    except asyncio.QueueShutDown:
        print("nothing left", q.qsize(), q)
    await q.join()


asyncio.run(main())
