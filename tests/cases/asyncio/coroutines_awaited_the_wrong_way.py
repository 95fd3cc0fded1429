import asyncio, inspect, types
async def c(): await asyncio.sleep(0)
async def main():
    co = c(); print(inspect.getcoroutinestate(co), co.cr_await, co.cr_running, co.cr_frame is not None)
    t = asyncio.create_task(co); await asyncio.sleep(0)
    print(inspect.getcoroutinestate(co), co.cr_await.__class__.__name__, co.cr_origin)
    await t; print(inspect.getcoroutinestate(co), co.cr_frame)
    try: await co
    except RuntimeError as e: print(e)
    co = c(); co.close(); co.close()
    try: co.send(None)
    except RuntimeError as e: print(e)
    co = c()
    try: co.send(1)
    except TypeError as e: print(e)
    co.close()
    co = c()
    try: co.throw(ValueError("t"))
    except ValueError as e: print(e)
    for bad in (None, 5, "s", [c], c):
        try: await bad
        except TypeError as e: print(e)
    class A:
        def __await__(self): return iter([1])
    try: await A()
    except RuntimeError as e: print(e)
    class B:
        def __await__(self): return 5
    try: await B()
    except TypeError as e: print(e)
    class C:
        def __await__(self): return c()
    try: await C()
    except TypeError as e: print(e)
    @types.coroutine
    def old(): x = yield; return x
    print(await old(), inspect.isawaitable(old()), inspect.iscoroutine(old()))
    g = asyncio.sleep(0); print(inspect.isawaitable(g), type(g)); await g
    async def dup(f): await f
    x = c(); t1 = asyncio.create_task(dup(x)); t2 = asyncio.create_task(dup(x))
    print(await asyncio.gather(t1, t2, return_exceptions=True))
    async def selfawait(): await me
    me = selfawait(); 
    try: await me
    except (RuntimeError, ValueError) as e: print(repr(e))
    me2 = asyncio.create_task(tself(lambda: me2))
    try: await me2
    except RuntimeError as e: print(str(e)[:30])
async def tself(f): await f()
asyncio.run(main())
