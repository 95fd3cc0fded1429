import asyncio
async def main():
    loop = asyncio.get_running_loop()
    def handler(loop, ctx):
        print("handler", sorted(ctx), ctx["message"], repr(ctx.get("exception")))
    print(loop.get_exception_handler())
    loop.set_exception_handler(handler)
    def bad(): 1/0
    loop.call_soon(bad); await asyncio.sleep(0)
    async def t(): raise ValueError("never")
    x = asyncio.create_task(t(), name="XX"); await asyncio.sleep(0); del x
    await asyncio.sleep(0)
    f = loop.create_future(); f.set_exception(KeyError(1)); del f
    loop.set_exception_handler(None)
    loop.call_soon(bad)
    await asyncio.sleep(0)
    def hbad(loop, ctx): raise RuntimeError("in handler")
    loop.set_exception_handler(hbad)
    loop.call_soon(bad)
    await asyncio.sleep(0)
    try: loop.set_exception_handler(3)
    except TypeError as e: print(e)
    loop.set_exception_handler(None)
    loop.call_exception_handler({"message": "custom", "extra": [1,2], "future": loop.create_future()})
    loop.default_exception_handler({"exception": ValueError("noframe")})
    loop.default_exception_handler({})
asyncio.run(main())
