import asyncio

async def main():
    loop = asyncio.get_running_loop()
    order = []
    async def sleeper(n, d):
        await asyncio.sleep(d)
        order.append(n)
    await asyncio.gather(*(sleeper(i, d) for i, d in enumerate([0.03, 0.01, 0.02, 0.01, 0, 0.01])))
    print(order)
    order.clear()
    for i in range(3):
        loop.call_soon(order.append, f"soon{i}")
        loop.call_later(0, order.append, f"later0-{i}")
    await asyncio.sleep(0)
    print(order)
    await asyncio.sleep(0.001)
    print(order)
    order.clear()
    fut = loop.create_future()
    async def w(n):
        await fut
        order.append(n)
    ts = [asyncio.create_task(w(i)) for i in range(4)]
    await asyncio.sleep(0)
    ts[2].cancel()
    fut.set_result(None)
    loop.call_soon(order.append, "cb")
    await asyncio.wait(ts)
    print(order, [t.cancelled() for t in ts])
    async def level(n):
        if n: await asyncio.create_task(level(n - 1), name=f"L{n-1}")
        order.append(n)
    order.clear()
    await level(4)
    print(order)

asyncio.run(main())
