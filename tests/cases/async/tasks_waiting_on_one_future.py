import asyncio


async def waiter(n, f):
    print("wait", n)
    r = await f
    print("woken", n, r)


async def main():
    f = asyncio.get_running_loop().create_future()
    ts = [asyncio.create_task(waiter(i, f)) for i in range(4)]
    await asyncio.sleep(0)
    print("setting")
    f.set_result("value")
    print("set")
    await asyncio.gather(*ts)
    g = asyncio.get_running_loop().create_future()

    async def w(n):
        try:
            await g
        except ValueError as e:
            print(n, e)

    ts = [asyncio.create_task(w(i)) for i in range(2)]
    await asyncio.sleep(0)
    g.set_exception(ValueError("shared"))
    await asyncio.gather(*ts)


asyncio.run(main())
