import asyncio
class Meta(type):
    def __call__(cls, *a): return super().__call__(*a)
class AsyncInit:
    async def __init__(self): pass
try: AsyncInit()
except TypeError as e: print(e)
class Lazy:
    def __await__(self): return self._go().__await__()
    async def _go(self): await asyncio.sleep(0); self.ready = True; return self
class Prop:
    @property
    async def val(self): await asyncio.sleep(0); return 5
    @staticmethod
    async def st(): return "st"
    @classmethod
    async def cl(cls): return cls.__name__
    async def __call__(self): return "called"
    async def __aenter__(self): return self
    async def __aexit__(self, *a): return True
    def __aiter__(self): return self.gen()
    async def gen(self): yield 1; yield 2
class Sub(Prop):
    async def __call__(self): return "sub " + await super().__call__()
async def main():
    print((await Lazy()).ready, await Prop().val, await Prop.st(), await Prop.cl(), await Prop()(), await Sub()())
    async with Prop() as p, Sub() as s: raise KeyError
    print([x async for x in Prop()], asyncio.iscoroutinefunction(Prop()), asyncio.iscoroutinefunction(Prop().__call__))
    print(await asyncio.gather(*[f() for f in (Prop.st, Prop.cl)]))
    async def deflt(x=await Prop.st()): return x
    print(await deflt())
    f = lambda: asyncio.sleep(0, "lam"); print(await f())
    print([await c for c in [Prop.st(), Prop.cl()]], {k: await v for k, v in {"a": Prop.st()}.items()}, [i for i in [1] if await Prop.st()])
    x = (await asyncio.sleep(0, 3)) + (await asyncio.sleep(0, 4)) if await asyncio.sleep(0, True) else 0; print(x, f"{await Prop.st()!r:>6}")
    match await Prop.st():
        case "st": print("matched")
    assert await asyncio.sleep(0, True), await asyncio.sleep(0)
    print(await (await asyncio.sleep(0, Prop.st())))
    while await asyncio.sleep(0, x > 0): x -= 5
    try: await asyncio.sleep(0); raise (await asyncio.sleep(0, ValueError("awaited")))
    except ValueError as e: print(repr(e))
    del (await asyncio.sleep(0, {"a": 1}))["a"]
    async def rec(n): return n if n < 2 else sum(await asyncio.gather(rec(n - 1), rec(n - 2)))
    print(await rec(8))
asyncio.run(main())
