import asyncio


async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    print(f.done(), f.cancelled(), type(f).__name__, isinstance(f, asyncio.Future))
    for m in (f.result, f.exception):
        try:
            m()
        except asyncio.InvalidStateError as e:
            print(type(e).__name__, e)
    f.add_done_callback(lambda x: print("callback", x.result()))
    f.set_result(1)
    print("set", f.done(), f.result(), f.exception())
    await asyncio.sleep(0)
    for m in (lambda: f.set_result(2), lambda: f.set_exception(ValueError())):
        try:
            m()
        except asyncio.InvalidStateError as e:
            print(e)
    print(f.cancel(), await f, await f)
    g = loop.create_future()
    g.set_exception(KeyError("k"))
    try:
        await g
    except KeyError as e:
        print(repr(e))
    print(repr(g.exception()))
    h = loop.create_future()
    print(h.cancel("msg"), h.cancelled(), h.cancel())
    try:
        await h
    except asyncio.CancelledError as e:
        print("cancelled", e.args)
    for bad in (5, StopIteration, StopIteration("x")):
        try:
            loop.create_future().set_exception(bad)
        except (TypeError, RuntimeError) as e:
            print(type(e).__name__, e)
    e = loop.create_future()
    e.set_exception(ValueError)
    print(repr(e.exception()))
    cb = lambda fut: print("removed?")
    i = loop.create_future()
    i.add_done_callback(cb)
    i.add_done_callback(cb)
    print(i.remove_done_callback(cb))
    i.set_result(None)
    await i
    i.add_done_callback(lambda _: print("late callback"))
    print("before late")
    await asyncio.sleep(0)


asyncio.run(main())
