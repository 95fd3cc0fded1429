import asyncio


def cb(*args):
    print("called", args)


async def main():
    loop = asyncio.get_running_loop()
    h = loop.call_soon(cb, 1, "two")
    print(h, h.cancelled(), h.get_context() is not None)
    h.cancel()
    print(h, h.cancelled())
    t = loop.call_at(12345678.5, cb)
    print(t.when(), t < loop.call_at(12345679, cb), str(t)[:30])
    t.cancel()
    print(str(t)[:30], isinstance(t, asyncio.Handle), type(t).__module__)
    loop.call_soon(cb, context=None)
    await asyncio.sleep(0)
    for bad in (lambda: loop.call_later(None, cb), lambda: loop.call_at(None, cb)):
        try:
            bad()
        except TypeError as e:
            print(e)


asyncio.run(main())
