import asyncio, sys
async def leaf(log):
    try: await asyncio.sleep(1)
    except asyncio.CancelledError as e: log.append(("leaf", repr(e.__context__)))
    log.append(("after", repr(sys.exception())))
    await asyncio.sleep(0)
    log.append(("after resume", repr(sys.exception())))
    try: raise IndexError
    except IndexError as e: log.append(("new", repr(e.__context__)))
async def mid(log):
    try: raise TypeError("mid")
    except TypeError:
        await leaf(log)
        log.append(("mid", repr(sys.exception())))
async def top(log):
    try: raise OSError("top")
    except OSError: await mid(log)
async def main():
    log = []
    t = asyncio.create_task(top(log)); await asyncio.sleep(0); t.cancel("c")
    await t
    print(*log, sep="\n")
    async def agen():
        try: raise EOFError("agen")
        except EOFError:
            while True:
                try: yield 1
                except ValueError as e: print("agen", repr(e.__context__), repr(e))
    g = agen(); await anext(g)
    async def thrower():
        try: raise OSError("thrower")
        except OSError:
            await g.athrow(ValueError("x"))
    await thrower()
    async def loops():
        try: raise NameError("loops")
        except NameError:
            async for x in slow(): pass
    async def slow():
        try: await asyncio.sleep(1); yield
        except asyncio.CancelledError as e: print("slow", repr(e.__context__)); raise
    t = asyncio.create_task(loops()); await asyncio.sleep(0); t.cancel("c")
    try: await t
    except asyncio.CancelledError as e: print(repr(e.__context__))
asyncio.run(main())
