import asyncio
async def gen(n):
    try:
        for i in range(n):
            got = yield i
            if got: print("got", got)
    except GeneratorExit:
        print("gexit"); raise
    except ValueError as e:
        print("ve", e); yield "after"
    finally:
        await asyncio.sleep(0)
        print("cleanup")
async def main():
    g = gen(5)
    print(g.ag_running, g.ag_frame is not None, g.ag_await, g.ag_suspended)
    print(await anext(g)); print(await g.asend("hi"))
    print(await g.athrow(ValueError("inj")))
    print(await anext(g, "default"))
    print(await anext(g, "default2"))
    try: await anext(g)
    except StopAsyncIteration as e: print(repr(e))
    g = gen(3); await anext(g); await g.aclose()
    await g.aclose()
    try: await g.asend(1)
    except StopAsyncIteration as e: print(repr(e))
    g = gen(3)
    try: await g.asend(1)
    except TypeError as e: print(e)
    g2 = gen(2)
    async for x in gen(10):
        if x == 2: break
    print("left loop")
    print([x async for x in gen(3) if x], {x: y async for x, y in aen(gen(2))})
    g = gen(3); a = g.__anext__(); print(type(a).__name__)
    await a
    try: await a
    except RuntimeError as e: print(e)
    pending = gen(3); await anext(pending)
    asyncio.get_running_loop().keep = pending
    print("end of main")
async def aen(it):
    i = 0
    async for x in it: yield i, x; i += 1
asyncio.run(main())
