import asyncio


async def w():
    return "r"


async def main():
    t = asyncio.create_task(w(), name="T")
    for i in range(3):
        t.add_done_callback(lambda f, i=i: print("cb", i, f.result(), f.get_name()))

    async def waiter():
        print("waiter", await t)

    u = asyncio.create_task(waiter())
    print("before")
    await t
    print("main after t")
    await u
    f = asyncio.get_running_loop().create_future()
    f.add_done_callback(lambda x: f.add_done_callback(lambda y: print("nested")))
    f.set_result(1)
    await asyncio.sleep(0)
    print("turn")
    await asyncio.sleep(0)


asyncio.run(main())
