import asyncio


async def work():
    await asyncio.sleep(0.01)
    return "r"


async def fail():
    raise ValueError("bad")


async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    print(f)
    f.set_result([1])
    print(f)
    g = loop.create_future()
    g.cancel()
    print(g)
    e = loop.create_future()
    e.set_exception(KeyError("k"))
    print(e)
    e.exception()
    t = asyncio.create_task(work(), name="T")
    print(t)
    await asyncio.sleep(0)
    print(t)
    await t
    print(t)
    u = asyncio.create_task(fail(), name="U")
    await asyncio.wait([u])
    print(u)
    u.exception()
    c = asyncio.create_task(work(), name="C")
    await asyncio.sleep(0)
    c.cancel()
    print(c)
    await asyncio.wait([c])
    print(c)
    d = loop.create_future()
    d.add_done_callback(print)
    print(d)
    d.remove_done_callback(print)
    n = asyncio.create_task(work())
    n.set_name(5)
    print(n.get_name(), n.get_coro().__name__)
    await n


asyncio.run(main())
