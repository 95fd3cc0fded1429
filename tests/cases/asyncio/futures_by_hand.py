import asyncio

async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    print(f, f.done(), f.cancelled())
    for op in (f.result, f.exception):
        try:
            op()
        except asyncio.InvalidStateError as e:
            print(repr(e))
    calls = []
    f.add_done_callback(calls.append)
    f.add_done_callback(lambda fut: calls.append("second"))
    f.add_done_callback(calls.append)
    print(f.remove_done_callback(calls.append))
    f.set_result([1])
    print(f, calls)
    await asyncio.sleep(0)
    print(calls)
    f.add_done_callback(lambda fut: calls.append("late"))
    try:
        f.set_result(2)
    except asyncio.InvalidStateError as e:
        print(repr(e))
    print(f.cancel(), await f)
    g = loop.create_future()
    for bad in (StopIteration, StopIteration(1), 5):
        try:
            g.set_exception(bad)
        except TypeError as e:
            print(e)
        except Exception as e:
            print(type(e), e)
        if g.done():
            print(repr(g.exception()), repr(g.exception().__cause__))
            g = loop.create_future()
    print(g.cancel("why"), g, g.cancelled())
    try:
        g.result()
    except asyncio.CancelledError as e:
        print(e.args)
    try:
        await g
    except asyncio.CancelledError as e:
        print(e.args)
    h = asyncio.ensure_future(asyncio.sleep(0, "ensured"))
    print(asyncio.isfuture(h), asyncio.iscoroutine(h), asyncio.ensure_future(h) is h, await h)
    try:
        asyncio.ensure_future(5)
    except TypeError as e:
        print(e)
    w = asyncio.wrap_future(__import__("concurrent.futures").futures.Future())
    print(w)
    w.cancel()
    long = loop.create_future(); long.set_result("x" * 100)
    print(long)
    x = loop.create_future(); x.set_exception(ValueError("unseen")); print(x); x.exception()

asyncio.run(main())
try:
    asyncio.Future()
except RuntimeError as e:
    print(e)
