import asyncio

async def ok(n, d):
    await asyncio.sleep(d)
    return n
async def bad(d):
    await asyncio.sleep(d)
    raise ValueError("bad")

async def main():
    ts = [asyncio.create_task(ok(1, 0.01), name="a"), asyncio.create_task(bad(0.02), name="b"), asyncio.create_task(ok(3, 5), name="c")]
    done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_EXCEPTION)
    print(sorted(t.get_name() for t in done), sorted(t.get_name() for t in pending))
    for t in done:
        if t.exception():
            print(t.get_name(), repr(t.exception()))
    for t in pending:
        t.cancel()
    r = await asyncio.gather(*pending, return_exceptions=True)
    print(r)
    done, pending = await asyncio.wait([asyncio.create_task(ok(1, 0.01)), asyncio.create_task(ok(2, 1))], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending))
    done, pending = await asyncio.wait(pending, timeout=0.001)
    print(len(done), len(pending))
    for args, kw in (([ [] ], {}), ([[ok(1, 1)]], {}), ([ok(1, 1)], {}), ([pending], {"return_when": "x"})):
        try:
            await asyncio.wait(*args, **kw)
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)

asyncio.run(main())
