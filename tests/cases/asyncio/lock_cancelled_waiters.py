import asyncio


async def user(lock, n):
    try:
        async with lock:
            print("has", n)
            await asyncio.sleep(0.01)
    except asyncio.CancelledError:
        print("gives up", n)
        raise


async def main():
    lock = asyncio.Lock()
    tasks = [asyncio.create_task(user(lock, i)) for i in range(4)]
    await asyncio.sleep(0)
    print(lock)
    tasks[1].cancel()
    tasks[2].cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))
    print(lock, lock.locked())
    try:
        lock.release()
    except RuntimeError as e:
        print(e)


asyncio.run(main())
