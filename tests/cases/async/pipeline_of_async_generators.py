import asyncio


async def source(n):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            yield i
    finally:
        print("source closed")


async def square(it):
    async for x in it:
        yield x * x


async def odd(it):
    async for x in it:
        if x % 2:
            yield x


async def take(it, n):
    if n <= 0:
        return
    async for x in it:
        yield x
        n -= 1
        if not n:
            return


async def main():
    print([x async for x in take(odd(square(source(100))), 3)])
    await asyncio.sleep(0)
    print([x async for x in odd(square(source(6)))])

    async def merge(*its):
        q = asyncio.Queue()

        async def pump(it):
            async for x in it:
                await q.put(x)
            await q.put(None)

        ts = [asyncio.create_task(pump(i)) for i in its]
        left = len(ts)
        while left:
            x = await q.get()
            if x is None:
                left -= 1
            else:
                yield x

    print([x async for x in merge(source(3), source(2))])


asyncio.run(main())
