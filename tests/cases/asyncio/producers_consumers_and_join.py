import asyncio, random
random.seed(7)

async def producer(name, q, n):
    for i in range(n):
        item = f"{name}-{i}"
        await q.put(item)
        print(f"{name} produced {item} (size {q.qsize()})")
        await asyncio.sleep(0)
    print(name, "is done")

async def consumer(name, q):
    while True:
        item = await q.get()
        try:
            print(f"{name} consumed {item}")
            await asyncio.sleep(0.001)
        finally:
            q.task_done()

async def main():
    q = asyncio.Queue(maxsize=2)
    producers = [asyncio.create_task(producer(f"P{i}", q, 3)) for i in range(2)]
    consumers = [asyncio.create_task(consumer(f"C{i}", q)) for i in range(2)]
    await asyncio.gather(*producers)
    await q.join()
    for c in consumers:
        c.cancel()
    print(await asyncio.gather(*consumers, return_exceptions=True))

asyncio.run(main())
