import asyncio


async def party(b, n):
    try:
        i = await b.wait()
        print("through", n, i)
    except asyncio.BrokenBarrierError:
        print("broken", n)


async def main():
    b = asyncio.Barrier(3)
    await asyncio.gather(*(party(b, i) for i in range(3)))
    t = [asyncio.create_task(party(b, i)) for i in range(2)]
    await asyncio.sleep(0)
    print(b.n_waiting, b.parties, b.broken)
    await b.abort()
    await asyncio.gather(*t)
    print(b.broken)
    await b.reset()
    print(b.broken)


asyncio.run(main())
