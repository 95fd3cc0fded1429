import asyncio


def cb():
    pass


async def main():
    loop = asyncio.get_running_loop()
    print(len(loop._ready), len(loop._scheduled))
    loop.call_soon(cb)
    loop.call_later(100, cb)
    t = asyncio.create_task(asyncio.sleep(0))
    print(len(loop._ready), len(loop._scheduled))
    print(loop._ready[0], type(loop._ready[1]).__name__)
    print(loop._ready[1]._callback.__self__ is t)
    await t
    print(len(loop._ready), bool(loop._ready))


asyncio.run(main())
