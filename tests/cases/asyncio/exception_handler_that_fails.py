import asyncio


def handler(loop, context):
    print("handler", context["message"].split("(")[0])
    raise RuntimeError("handler failed")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    loop.set_exception_handler(None)
    try:
        loop.set_exception_handler(3)
    except TypeError as e:
        print(e)
    print(loop.get_exception_handler())


asyncio.run(main())
