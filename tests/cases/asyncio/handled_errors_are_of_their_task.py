import asyncio, sys
async def a():
    try: raise ValueError("v")
    except ValueError:
        print(sys.exception().__class__.__name__); await asyncio.sleep(0); print(repr(sys.exception()), sys.exc_info()[0])
        await b(); print(repr(sys.exception()))
    print(sys.exception())
async def b():
    print("b sees", repr(sys.exception())); await asyncio.sleep(0); print("b sees", repr(sys.exception()))
    try: raise KeyError("k")
    except KeyError: await asyncio.sleep(0); print("b", repr(sys.exception()), repr(sys.exception().__context__))
    print("b after", repr(sys.exception()))
async def other():
    for _ in range(5): print("other", repr(sys.exception())); await asyncio.sleep(0)
def cb(): print("cb", repr(sys.exception()))
async def main():
    asyncio.get_running_loop().call_soon(cb)
    await asyncio.gather(a(), other())
    try: 1/0
    except ZeroDivisionError:
        t = asyncio.create_task(a()); asyncio.get_running_loop().call_soon(cb); await t; print(repr(sys.exception()))
        def g():
            print("gen", repr(sys.exception())); yield 1; print("gen2", repr(sys.exception()))
        x = g(); next(x)
    next(x, None)
    try: raise
    except RuntimeError as e: print(e)
asyncio.run(main())
