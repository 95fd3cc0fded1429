import asyncio


async def main():
    lock, q = asyncio.Lock(), asyncio.Queue()
    await lock.acquire()

    async def locker(n):
        try:
            async with lock:
                print("locked", n)
        except asyncio.CancelledError:
            print("gave up", n)
            raise

    async def getter(n):
        try:
            print("item", n, await q.get())
        except asyncio.CancelledError:
            print("no item", n)
            raise

    a, b = (asyncio.create_task(locker(i)) for i in "ab")
    c, d = (asyncio.create_task(getter(i)) for i in "cd")
    await asyncio.sleep(0)
    a.cancel()
    c.cancel()
    q.put_nowait(1)
    lock.release()
    print(await asyncio.gather(a, b, c, d, return_exceptions=True))
    print(lock.locked(), q.qsize())


asyncio.run(main())
