import asyncio


async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    print(f, f._state, f._callbacks, f.get_loop() is loop)
    for bad in (f.result, f.exception):
        try:
            bad()
        except asyncio.InvalidStateError as e:
            print(type(e).__name__, e)
    f.set_exception(ValueError)
    print(repr(f.exception()), f)
    for bad in (lambda: f.set_result(1), lambda: f.set_exception(KeyError())):
        try:
            bad()
        except asyncio.InvalidStateError as e:
            print(e)
    g = loop.create_future()
    for wrong in (5, int):
        try:
            g.set_exception(wrong)
        except TypeError as e:
            print(e)
    g.set_exception(StopIteration("x"))
    try:
        await g
    except RuntimeError as e:
        print(e, repr(e.__cause__))
    h = loop.create_future()
    print(h.cancel("m"), h.cancel(), h)
    try:
        h.result()
    except asyncio.CancelledError as e:
        print(e.args)
    i = loop.create_future()
    i.set_result([1])
    print(i, (await i), i.done(), i.cancelled(), i.cancel())
    print(i._result, i._exception, i._log_traceback, i._source_traceback)


asyncio.run(main())
