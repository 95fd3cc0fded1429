import asyncio, types

@types.coroutine
def switch():
    got = yield
    return got

class Future2:
    def __init__(self): self.v = None; self.ready = False
    def __await__(self):
        while not self.ready:
            yield
        return self.v

async def waiter(f, n):
    r = await f
    print(n, "got", r)
    return r * n

async def main():
    f = Future2()
    ts = [asyncio.create_task(waiter(f, i)) for i in range(3)]
    await switch()
    f.v, f.ready = 10, True
    print(await asyncio.gather(*ts))
    async def bad():
        class Y:
            def __await__(self):
                yield 42
        await Y()
    try:
        await asyncio.create_task(bad())
    except RuntimeError as e:
        print(e)
    async def selfwait():
        await asyncio.current_task()
    t = asyncio.create_task(selfwait())
    try:
        await t
    except RuntimeError as e:
        print(str(e).split("<")[0])
    c = waiter(f, 1)
    try:
        await asyncio.gather(c, c)
    except RuntimeError as e:
        print(e)
    c = waiter(f, 2)
    await c
    await c

asyncio.run(main())
