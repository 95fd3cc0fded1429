import asyncio
async def failing():
    try: raise KeyError("inner")
    except KeyError: raise RuntimeError("task failed")
def chain(e):
    out = []
    while e is not None: out.append(repr(e)); e = e.__context__
    return " <- ".join(out)
async def main():
    t = asyncio.create_task(failing())
    try: raise ValueError("outer")
    except ValueError:
        try: await t
        except RuntimeError as e: print("pending:", chain(e))
    try: raise LookupError("second")
    except LookupError:
        try: await t
        except RuntimeError as e: print("done:", chain(e))
        try: t.result()
        except RuntimeError as e: print("result:", chain(e))
    f = asyncio.get_running_loop().create_future()
    async def leaf():
        try: await f
        except OSError as e:
            print("leaf:", chain(e)); raise
    async def mid():
        try: raise TypeError("mid")
        except TypeError:
            await leaf()
    asyncio.get_running_loop().call_soon(f.set_exception, OSError("f"))
    try: await mid()
    except OSError as e: print("main:", chain(e))
    async def convert():
        try: await asyncio.sleep(1)
        except asyncio.CancelledError as e: raise ConnectionError("converted")
    async def outer():
        try: raise TypeError("outer")
        except TypeError:
            await convert()
    t = asyncio.create_task(outer()); await asyncio.sleep(0); t.cancel()
    try: await t
    except ConnectionError as e: print("convert:", chain(e))
asyncio.run(main())
