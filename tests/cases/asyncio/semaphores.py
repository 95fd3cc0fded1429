import asyncio


async def worker(s, n):
    async with s:
        print("in", n, s.locked())
        await asyncio.sleep(0.01)
        print("out", n)


async def main():
    s = asyncio.Semaphore(2)
    print(s)
    await asyncio.gather(*(worker(s, i) for i in range(5)))
    b = asyncio.BoundedSemaphore(1)
    await b.acquire()
    b.release()
    try:
        b.release()
    except ValueError as e:
        print(e)
    try:
        asyncio.Semaphore(-1)
    except ValueError as e:
        print(e)


asyncio.run(main())
