import asyncio


async def w(i):
    await asyncio.sleep(0)
    return i


async def main():
    r = await asyncio.gather(*(w(i) for i in range(10_000)))
    print(len(r), sum(r))
    n = 0

    async def inc():
        nonlocal n
        for _ in range(10):
            n += 1
            await asyncio.sleep(0)

    await asyncio.gather(*(inc() for _ in range(200)))
    print(n)

    async def ping(a, b, k):
        for _ in range(k):
            await a.get()
            b.put_nowait(1)

    a, b = asyncio.Queue(), asyncio.Queue()
    a.put_nowait(1)
    await asyncio.gather(ping(a, b, 300), ping(b, a, 300))
    print("pong", a.qsize(), b.qsize())


asyncio.run(main())
