import asyncio


async def waiter(e, n):
    print("waiting", n)
    await e.wait()
    print("go", n)


async def main():
    e = asyncio.Event()
    ts = [asyncio.create_task(waiter(e, i)) for i in range(3)]
    await asyncio.sleep(0)
    print(e.is_set())
    e.set()
    print("set")
    await asyncio.gather(*ts)
    print(await e.wait())
    e.clear()
    print(e.is_set())
    c = asyncio.Condition()
    items = []

    async def consumer(n):
        async with c:
            while not items:
                await c.wait()
            print("consumer", n, items.pop())

    cs = [asyncio.create_task(consumer(i)) for i in range(2)]
    await asyncio.sleep(0)
    async with c:
        items.append("a")
        c.notify()
    await asyncio.sleep(0)
    async with c:
        items.append("b")
        c.notify_all()
    await asyncio.gather(*cs)
    async with c:
        print(await c.wait_for(lambda: True))
    try:
        c.notify()
    except RuntimeError as x:
        print(x)


asyncio.run(main())
