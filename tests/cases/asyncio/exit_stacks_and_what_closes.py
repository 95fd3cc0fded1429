import asyncio, contextlib
@contextlib.asynccontextmanager
async def res(n, swallow=False):
    print("enter", n)
    try: yield n
    except Exception as e:
        print("exc in", n, repr(e))
        if not swallow: raise
    finally: print("exit", n)
class C:
    async def __aenter__(self): print("C in"); return self
    async def __aexit__(self, *a): print("C out", a[0]); return False
async def acb(*a, **k): print("acb", a, k)
async def g():
    try:
        yield 1; yield 2
    finally: print("g closed")
async def main():
    async with contextlib.AsyncExitStack() as st:
        a = await st.enter_async_context(res("a"))
        st.push_async_callback(acb, 1, k=2)
        st.callback(print, "sync cb")
        await st.enter_async_context(C())
        st.push_async_exit(C())
        print("body", a)
    async with contextlib.aclosing(g()) as it:
        async for x in it: print(x); break
    async with res("s", True) as s, res("t"):
        raise ValueError("boo")
    async with contextlib.AsyncExitStack() as st:
        await st.enter_async_context(res("x"))
        st2 = st.pop_all()
    print("moved"); await st2.aclose()
    try:
        async with contextlib.nullcontext(3) as n: print(n)
        await contextlib.AsyncExitStack().enter_async_context(object())
    except TypeError as e: print(e)
    @res("deco")
    async def fn(): print("in fn"); return 7
    print(await fn())
    try:
        async with open("/dev/null") as f: pass
    except TypeError as e: print(e)
    @contextlib.asynccontextmanager
    async def noyield():
        if 0: yield
    try:
        async with noyield(): pass
    except RuntimeError as e: print(e)
    @contextlib.asynccontextmanager
    async def two(): yield 1; yield 2
    try:
        async with two(): pass
    except RuntimeError as e: print(e)
    async with res("last"): raise KeyError("out")
asyncio.run(main())
