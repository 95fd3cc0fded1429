import asyncio
async def job(i):
    await asyncio.sleep(i/100)
    if i == 3: raise RuntimeError(f"job {i}")
    return i
async def main():
    ts = [asyncio.create_task(job(i), name=f"j{i}") for i in (4,2,1,3)]
    async for t in asyncio.as_completed(ts):
        try: print(t.get_name(), await t)
        except RuntimeError as e: print("err", e)
    for c in asyncio.as_completed([job(2), job(1)], timeout=5):
        print(type(c).__name__, await c)
    try:
        async for t in asyncio.as_completed([job(50), job(1)], timeout=0.05):
            print(await t)
    except TimeoutError as e:
        print("timeout", repr(e))
    d, p = await asyncio.wait([asyncio.create_task(job(i)) for i in (1,2)], return_when=asyncio.FIRST_COMPLETED)
    print(len(d), len(p))
    for t in p: t.cancel()
    d, p = await asyncio.wait({asyncio.create_task(job(i)) for i in (3,9)}, return_when=asyncio.FIRST_EXCEPTION)
    print(len(d), len(p), [t.exception() for t in d])
    d, p = await asyncio.wait(p, timeout=0.001)
    print(len(d), len(p))
    try: await asyncio.wait([])
    except ValueError as e: print(e)
    try: await asyncio.wait([job(1)])
    except TypeError as e: print(e)
    try: await asyncio.wait(p, return_when="x")
    except ValueError as e: print(e)
    try: await asyncio.wait(list(p)[0])
    except TypeError as e: print(str(e)[:50])
    r = await asyncio.gather(job(1), job(3), job(2), return_exceptions=True)
    print(r)
    try: await asyncio.gather(job(1), job(3), job(2))
    except RuntimeError as e: print("g", e)
    g = asyncio.gather(); print(g, await g)
    g = asyncio.gather(job(20), job(30)); await asyncio.sleep(0); print(g); g.cancel()
    try: await g
    except asyncio.CancelledError: print("gc", g)
asyncio.run(main())
