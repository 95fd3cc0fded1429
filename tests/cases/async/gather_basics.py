import asyncio


async def w(n, d=0):
    print("start", n)
    await asyncio.sleep(d)
    print("end", n)
    return n


async def f(n):
    await asyncio.sleep(0)
    raise ValueError(n)


async def main():
    print(await asyncio.gather(w(1, 0.02), w(2, 0.01), w(3)))
    print(await asyncio.gather(), await asyncio.gather(w(1), return_exceptions=True))
    print(await asyncio.gather(w(1), f("x"), f("y"), return_exceptions=True))
    try:
        await asyncio.gather(w(1, 0.01), f("first"), w(3, 0.02))
    except ValueError as e:
        print("raised", e)
    await asyncio.sleep(0.03)
    c = w("dup")
    print(await asyncio.gather(c, c))
    fut = asyncio.get_running_loop().create_future()
    fut.set_result("done fut")
    print(await asyncio.gather(fut, w(1)))
    try:
        await asyncio.gather(1, 2)
    except TypeError as e:
        print(e)


asyncio.run(main())
