import asyncio

async def source(n):
    try:
        for i in range(n):
            await asyncio.sleep(0)
            yield i
    finally:
        print("source closed")

async def amap(f, it):
    async for x in it:
        yield await f(x)

async def afilter(p, it):
    try:
        async for x in it:
            if p(x):
                yield x
    finally:
        print("filter closed")

async def take(n, it):
    if n <= 0:
        return
    async for x in it:
        yield x
        n -= 1
        if not n:
            break

async def square(x):
    await asyncio.sleep(0)
    return x * x

async def merge(*its):
    q = asyncio.Queue()
    done = object()
    async def pump(it):
        async for x in it:
            await q.put(x)
        await q.put(done)
    async with asyncio.TaskGroup() as tg:
        for it in its:
            tg.create_task(pump(it))
        left = len(its)
        while left:
            x = await q.get()
            if x is done:
                left -= 1
            else:
                yield x

async def main():
    print([x async for x in take(3, afilter(lambda x: x % 2, amap(square, source(100))))])
    await asyncio.sleep(0)
    print([x async for x in merge(source(3), amap(square, source(4)))])
    from contextlib import aclosing
    async with aclosing(source(5)) as s:
        async for x in s:
            if x == 2:
                break
    print("end")

asyncio.run(main())
