import asyncio
class Counter:
    def __init__(self, n): self.i, self.n = 0, n
    def __aiter__(self): return self
    async def __anext__(self):
        if self.i >= self.n: raise StopAsyncIteration
        self.i += 1; await asyncio.sleep(0); return self.i
class Bad1:
    def __aiter__(self): return 5
class Bad2:
    def __aiter__(self): return self
    def __anext__(self): return 5
class Bad3: pass
class Bad4:
    async def __aenter__(self): pass
class Bad5:
    def __aenter__(self): return 1
    def __aexit__(self, *a): return 2
class Bad6:
    def __await__(self): return 3
class Bad7:
    def __await__(self): return [1]
async def t(f):
    try: print("ok", await f())
    except BaseException as e: print(type(e).__name__, e)
async def main():
    async def a():
        return [x async for x in Counter(3)]
    async def b():
        async for x in Bad1(): pass
    async def c():
        async for x in Bad2(): pass
    async def d():
        async for x in Bad3(): pass
    async def e():
        async with Bad4(): pass
    async def f():
        async with Bad5(): pass
    async def g(): await Bad6()
    async def h(): await Bad7()
    async def i(): await 3
    async def j(): await None
    async def k():
        async for x in [1]: pass
    async def l():
        for x in Counter(1): pass
    async def m():
        with Bad4(): pass
    async def n(): return await anext(Bad3())
    async def o(): return aiter(3)
    async def p(): return await anext(Counter(0), "dd")
    async def q(): return await anext(Counter(0))
    async def r(): return sum([x async for x in Counter(3) if await asyncio.sleep(0, x % 2)])
    async def s(): return [await asyncio.sleep(0, y) for y in range(3)]
    async def u(): return {k: v async for k in Counter(2) async for v in Counter(2)}
    async def v():
        g = (x async for x in Counter(2)); print(type(g)); return [x async for x in g]
    async def w():
        x = asyncio.sleep(0); await x; await x
    async def x(): raise StopIteration("si")
    async def y(): raise StopAsyncIteration("sai")
    async def z(): return await anext(5)
    async def aa():
        async def ag(): raise StopAsyncIteration; yield
        return [x async for x in ag()]
    async def bb():
        async def ag(): raise StopIteration; yield
        return [x async for x in ag()]
    async def cc():
        lambda: (yield)
        return (await asyncio.sleep(0, 1)) + (await asyncio.sleep(0, 2))
    async def dd(): return next(Counter(1))
    async def ee(): return await asyncio.wait_for(3, 1)
    async def ff(): return await asyncio.gather(3)
    async def gg(): return await asyncio.shield(3)
    async def hh(): return asyncio.ensure_future(3)
    async def ii(): return asyncio.create_task(3)
    async def jj(): return list(asyncio.as_completed(3))
    async def kk(): return await asyncio.sleep("x")
    async def ll(): return await asyncio.sleep(float("nan"))
    async def mm(): return await asyncio.sleep(-5, "neg")
    async def nn(): return await asyncio.wait_for(asyncio.sleep(0, 8), None)
    async def oo(): return asyncio.timeout("x").when()
    async def pp(): 
        async with asyncio.timeout("x"): pass
    async def qq(): return asyncio.Semaphore("x")
    async def rr(): return await asyncio.to_thread(3)
    for f in [a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,u,v,w,x,y,z,aa,bb,cc,dd,ee,ff,gg,hh,ii,jj,kk,ll,mm,nn,oo,pp,qq,rr]:
        print(f.__name__, end=" "); await t(f)
asyncio.run(main())
