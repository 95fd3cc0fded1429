import asyncio


async def main():
    b = asyncio.Barrier(3)

    async def w(n):
        print("arrive", n)
        i = await b.wait()
        print("pass", n, i)

    await asyncio.gather(*(w(i) for i in range(3)))
    print(b.parties, b.n_waiting, b.broken)


asyncio.run(main())
