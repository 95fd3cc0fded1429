import asyncio


def bad(fut):
    raise ValueError("in a callback")


async def main():
    loop = asyncio.get_running_loop()
    seen = []
    loop.set_exception_handler(lambda loop, context: seen.append(context))
    f = loop.create_future()
    f.add_done_callback(bad)
    f.add_done_callback(lambda f: print("the next callback runs", f.result()))
    f.set_result(1)
    loop.call_soon(bad, None)
    loop.call_later(0.001, bad, 5)
    await asyncio.sleep(0.01)
    for context in seen:
        print(sorted(context), context["message"].split(" at ")[0], repr(context["exception"]))
        tb = context["exception"].__traceback__
        names = []
        while tb:
            names.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
        print(names)


asyncio.run(main())
