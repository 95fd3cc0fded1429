"""A waiter that is cancelled in the turn in which it gets the lock passes it on."""
import asyncio


async def worker(name, lock, log):
    try:
        async with lock:
            log.append(f"{name} in")
            await asyncio.sleep(0)
        log.append(f"{name} out")
    except asyncio.CancelledError:
        log.append(f"{name} cancelled")
        raise


async def main():
    lock, log = asyncio.Lock(), []
    await lock.acquire()
    a, b = (asyncio.create_task(worker(n, lock, log)) for n in "ab")
    await asyncio.sleep(0)
    lock.release()
    a.cancel()
    await asyncio.wait([a, b])
    print(log, lock.locked())


asyncio.run(main())
