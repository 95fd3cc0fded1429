import asyncio

def handler(loop, context):
    print("handler:", context["message"], repr(context.get("exception")), sorted(context))

async def boom():
    raise ValueError("nobody looks")

async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    loop.call_soon(lambda: 1 / 0)
    t = asyncio.create_task(boom())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del t
    f = loop.create_future()
    f.set_exception(KeyError("k"))
    del f
    f = loop.create_future()
    f.add_done_callback(lambda f: [][1])
    f.set_result(1)
    await asyncio.sleep(0)
    loop.call_exception_handler({"message": "custom", "a": 1})
    def bad(loop, ctx):
        raise RuntimeError("handler broke")
    loop.set_exception_handler(bad)
    loop.call_soon(lambda: {}["x"])
    await asyncio.sleep(0)
    loop.set_exception_handler(None)
    loop.call_soon(lambda: {}["default"])
    await asyncio.sleep(0)
    loop.default_exception_handler({"message": "plain", "future": loop.create_future()})
    try:
        loop.set_exception_handler(3)
    except TypeError as e:
        print(e)
    print(loop.get_exception_handler())

asyncio.run(main())
