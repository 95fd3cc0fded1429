import asyncio


async def work(f):
    await f


async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    t = asyncio.create_task(work(f), name="worker")
    print(t)
    await asyncio.sleep(0)
    print(t)
    t.add_done_callback(print)
    t.add_done_callback(len)
    print(t)
    t.cancel()
    print(t)
    await asyncio.sleep(0)
    t.remove_done_callback(len)
    print(t, t.get_stack(), t.get_coro())
    u = asyncio.create_task(work(1))
    await asyncio.gather(u, return_exceptions=True)
    print(u)
    u.set_name(77)
    print(u.get_name(), asyncio.create_task(asyncio.sleep(0)).get_name())
    await asyncio.sleep(0)


asyncio.run(main())
