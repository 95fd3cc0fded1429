import asyncio, sys
def hook_first(a): print("first", a.__name__)
def hook_fin(a): print("fin", a.__name__); 
async def ag(n):
    try:
        while True: yield n; n += 1
    except GeneratorExit: print("GE", n); raise
    finally: print("finally", n)
sys.set_asyncgen_hooks(hook_first, hook_fin)
print(sys.get_asyncgen_hooks())
g = ag(1); c = g.__anext__()
try: c.send(None)
except StopIteration as e: print(e.value)
del c, g
sys.set_asyncgen_hooks(None, None)
async def main():
    print(sys.get_asyncgen_hooks().firstiter.__name__)
    g1 = ag(10); print(await anext(g1))
    g2 = ag(20); await anext(g2); del g2
    await asyncio.sleep(0); print("after del")
    async def awaiting_gen():
        try: yield 1
        finally: await asyncio.sleep(0); print("awaited in finally")
    g3 = awaiting_gen(); await anext(g3)
    async def bad():
        try: yield 1
        finally: raise ValueError("in close")
    g4 = bad(); await anext(g4)
    async def ign():
        while True:
            try: yield 1
            except GeneratorExit: pass
    g5 = ign(); await anext(g5)
    try: await g5.aclose()
    except RuntimeError as e: print(e)
    global keep; keep = (g1, g3, g4)
    try: await g1.athrow(KeyError("t"))
    except KeyError as e: print(repr(e))
    g6 = ag(1); a1 = g6.asend(None); a2 = g6.asend(None)
    t = [asyncio.ensure_future(x) for x in ()]
    print(await a1)
    try: await a1
    except RuntimeError as e: print(e)
    print(await a2)
    async def slow():
        await asyncio.sleep(0.01); yield 1
    g7 = slow(); t1 = asyncio.create_task(anext_(g7)); await asyncio.sleep(0)
    try: await anext(g7)
    except RuntimeError as e: print(e)
    try: await g7.aclose()
    except RuntimeError as e: print(e)
    print(await t1)
async def anext_(g): return await anext(g)
asyncio.run(main())
print(keep[0].ag_frame)
