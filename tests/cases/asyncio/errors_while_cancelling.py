import asyncio, contextlib

async def cleanup(n):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        try:
            raise OSError(f"cleanup {n}")
        except OSError as e:
            e.add_note("while shutting down")
            raise

async def main():
    ts = [asyncio.create_task(cleanup(i)) for i in range(2)]
    await asyncio.sleep(0)
    for t in ts: t.cancel()
    res = await asyncio.gather(*ts, return_exceptions=True)
    for r in res:
        print(repr(r), repr(r.__context__), r.__notes__)
    with contextlib.suppress(OSError):
        await asyncio.create_task(cleanup(5).__class__ and failing())
    raise ExceptionGroup("both", res)

async def failing(): raise OSError(1, "x")
asyncio.run(main())
