import asyncio


async def w(n, d, fail=False):
    await asyncio.sleep(d)
    if fail:
        raise ValueError(n)
    return n


async def main():
    mk = lambda *a, **k: asyncio.create_task(w(*a, **k), name=a[0])
    names = lambda s: sorted(t.get_name() for t in s)
    ts = [mk("a", 0.01), mk("b", 0.02), mk("c", 0.03)]
    d, p = await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)
    print(names(d), names(p))
    d, p = await asyncio.wait(ts, timeout=0.015)
    print(names(d), names(p))
    d, p = await asyncio.wait(ts)
    print(names(d), names(p))
    ts = [mk("x", 0.01), mk("y", 0.02, fail=True), mk("z", 0.03)]
    d, p = await asyncio.wait(ts, return_when=asyncio.FIRST_EXCEPTION)
    print(names(d), names(p))
    [t.exception() for t in d]
    await asyncio.wait(p)
    try:
        await asyncio.wait([])
    except ValueError as e:
        print(e)
    c = w(1, 0)
    try:
        await asyncio.wait([c])
    except TypeError as e:
        print(e)
    c.close()
    try:
        await asyncio.wait([mk("q", 0)], return_when="nope")
    except ValueError as e:
        print(e)
    async for t in asyncio.as_completed([mk("s3", 0.03), mk("s1", 0.01), mk("s2", 0.02)]):
        print(t.get_name(), await t)
    for c in asyncio.as_completed([w(2, 0.02), w(1, 0.01)]):
        print(await c)


asyncio.run(main())
