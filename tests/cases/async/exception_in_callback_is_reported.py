import asyncio


def bad(*a):
    raise ValueError("in callback")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(bad, 1)
    await asyncio.sleep(0)
    f = loop.create_future()
    f.add_done_callback(bad)
    f.set_result(1)
    await asyncio.sleep(0)
    loop.set_exception_handler(lambda l, c: print("handler", sorted(c), repr(c["exception"])))
    loop.call_soon(bad)
    await asyncio.sleep(0)
    print("survived")


asyncio.run(main())
