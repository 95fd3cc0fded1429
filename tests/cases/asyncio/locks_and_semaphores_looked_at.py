import asyncio

async def worker(sem, n, log):
    async with sem:
        log.append(f"+{n}")
        await asyncio.sleep(0.001)
        log.append(f"-{n}")

async def main():
    sem = asyncio.Semaphore(2)
    log = []
    await asyncio.gather(*(worker(sem, i, log) for i in range(5)))
    print(" ".join(log), sem, sem.locked())
    b = asyncio.BoundedSemaphore(1)
    await b.acquire()
    print(b, b.locked())
    b.release()
    try:
        b.release()
    except ValueError as e:
        print(e)
    try:
        asyncio.Semaphore(-1)
    except ValueError as e:
        print(e)
    lock = asyncio.Lock()
    print(lock)
    await lock.acquire()
    t = asyncio.create_task(lock.acquire())
    t2 = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    print(lock)
    t.cancel()
    lock.release()
    await t2
    print(t.cancelled(), lock.locked())
    lock.release()
    try:
        lock.release()
    except RuntimeError as e:
        print(e)
    ev = asyncio.Event()
    print(ev, ev.is_set())
    ws = [asyncio.create_task(ev.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    print(ev)
    ev.set()
    print(await asyncio.gather(*ws), ev)
    ev.clear()
    async def other_loop():
        await ev.wait()
    asyncio.get_running_loop().call_later(0.01, ev.set)
    await ev.wait()
    global kept
    kept = asyncio.Lock()
    await kept.acquire()
    x = asyncio.create_task(kept.acquire()); await asyncio.sleep(0); x.cancel()

asyncio.run(main())
async def again():
    await kept.acquire()
asyncio.run(again())
