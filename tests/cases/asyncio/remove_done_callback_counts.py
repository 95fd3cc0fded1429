import asyncio


def a(f):
    print("a")


def b(f):
    print("b")


async def main():
    f = asyncio.get_running_loop().create_future()
    for cb in (a, b, a, a):
        f.add_done_callback(cb)
    print(f.remove_done_callback(a), f.remove_done_callback(a), len(f._callbacks))
    f.set_result(None)
    f.add_done_callback(a)
    await asyncio.sleep(0)
    print(f.remove_done_callback(b), f._callbacks)


asyncio.run(main())
