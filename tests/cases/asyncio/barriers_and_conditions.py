import asyncio

async def racer(b, n):
    print(n, "at the gate", b.n_waiting)
    i = await b.wait()
    print(n, "index", i)
    async with b as pos:
        print(n, "again", pos)

async def consumer(cond, items, n):
    async with cond:
        await cond.wait_for(lambda: items)
        print(n, "took", items.pop(0))

async def main():
    b = asyncio.Barrier(3)
    print(b)
    await asyncio.gather(*(racer(b, i) for i in range(3)))
    print(b.broken, b.parties)
    t = asyncio.create_task(b.wait())
    await asyncio.sleep(0)
    await b.abort()
    try:
        await t
    except asyncio.BrokenBarrierError as e:
        print(repr(e))
    await b.reset()
    cond = asyncio.Condition()
    items = []
    ts = [asyncio.create_task(consumer(cond, items, i)) for i in range(3)]
    await asyncio.sleep(0)
    async with cond:
        items += ["a", "b"]
        cond.notify(2)
    await asyncio.sleep(0)
    print(cond)
    async with cond:
        items.append("c")
        cond.notify_all()
    await asyncio.gather(*ts)
    try:
        cond.notify()
    except RuntimeError as e:
        print(e)
    try:
        await cond.wait()
    except RuntimeError as e:
        print(e)
    try:
        asyncio.Barrier(0)
    except ValueError as e:
        print(e)

asyncio.run(main())
