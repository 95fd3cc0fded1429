import asyncio
async def gen(n):
    try:
        for i in range(n): yield i
    finally: print("gen", n, "closed")
async def main():
    async for x in gen(2): print(x)
    g = gen(5)
    async for x in g:
        if x: break
    print("breaking"); await g.aclose()
    async def inner():
        async for x in gen(3):
            yield x
            if x == 1: return
    print([x async for x in inner()])
    await asyncio.sleep(0)
    async def two():
        async for a in gen(2):
            async for b in gen(2): yield a, b
    print([p async for p in two()])
    async def raising():
        yield 1; raise ValueError("agen body")
    try:
        async for x in raising(): print(x)
    except ValueError as e: print(repr(e), e.__traceback__.tb_next.tb_frame.f_code.co_name)
    async def awaiting():
        for i in range(2): yield await asyncio.sleep(0.001, i)
    async def both(): return [x async for x in awaiting()]
    print(await asyncio.gather(both(), both()))
    shared = awaiting()
    async def take():
        try: return await anext(shared)
        except RuntimeError as e: return str(e)
    print(await asyncio.gather(take(), take()))
    print(await anext(shared), await anext(shared, "done"))
    e = None
    async def thrower():
        while True:
            try: yield
            except Exception as x: print("caught", repr(x), repr(x.__context__))
    t = thrower(); await anext(t)
    try: raise KeyError("outer")
    except KeyError: await t.athrow(ValueError("inner"))
    await t.athrow(TypeError); await t.aclose()
asyncio.run(main())
