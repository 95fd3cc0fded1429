import asyncio


async def w(lock, n, log):
    async with lock:
        log.append(f"{n}+")
        await asyncio.sleep(0)
        log.append(f"{n}-")


async def main():
    lock = asyncio.Lock()
    log = []
    await asyncio.gather(*(w(lock, i, log) for i in range(4)))
    print(log, lock.locked())
    await lock.acquire()
    print(lock.locked())
    t = asyncio.create_task(w(lock, "t", log))
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.wait([t])
    lock.release()
    print(lock.locked(), t.cancelled())
    try:
        lock.release()
    except RuntimeError as e:
        print(e)
    async with lock:
        try:
            await asyncio.wait_for(lock.acquire(), 0.01)
        except TimeoutError:
            print("deadlock avoided")
    s = asyncio.Semaphore(2)
    active = 0

    async def limited(n):
        nonlocal active
        async with s:
            active += 1
            print("in", n, active)
            await asyncio.sleep(0.01 * (n + 1))
            active -= 1

    await asyncio.gather(*(limited(i) for i in range(5)))
    b = asyncio.BoundedSemaphore(1)
    try:
        b.release()
    except ValueError as e:
        print(e)


asyncio.run(main())
