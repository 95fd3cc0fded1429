import asyncio, weakref, sys
class O:
    def __init__(s, n): s.n = n
    def __del__(s): print("del", s.n)
async def gen(o):
    try: yield o.n
    finally: print("fin", o.n)
async def hold(o, f): await f
async def boom(o): raise ValueError(o.n)
async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    t = asyncio.create_task(hold(O("cancelled task arg"), f))
    await asyncio.sleep(0); t.cancel()
    try: await t
    except asyncio.CancelledError: print("caught")
    print("1"); del t; print("2"); await asyncio.sleep(0); print("3")
    try: await asyncio.create_task(boom(O("boom")))
    except ValueError as e: print("caught", e)
    print("4"); await asyncio.sleep(0); print("5")
    r = await asyncio.gather(boom(O("g1")), boom(O("g2")), return_exceptions=True)
    print("6", r); del r; print("7"); await asyncio.sleep(0); print("8")
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(boom(O("tg")))
    except* ValueError as eg: print("eg")
    print("9"); await asyncio.sleep(0); print("10")
    async for x in gen(O("ag")): print(x); break
    print("11"); await asyncio.sleep(0); print("12")
    w = weakref.ref(asyncio.create_task(asyncio.sleep(0)), lambda r: print("task gone"))
    await asyncio.sleep(0); print("13"); await asyncio.sleep(0); print("14"); await asyncio.sleep(0); print(15)
    try: await asyncio.wait_for(hold(O("wf"), loop.create_future()), 0.001)
    except TimeoutError: print("to")
    print("16"); await asyncio.sleep(0); print("17")
    h = loop.call_later(10, print, O("timer arg")); h.cancel(); print("18"); del h; print("19")
    loop.call_later(0.001, lambda o: None, O("later")); await asyncio.sleep(0.005); print("20")
    q = asyncio.Queue(); q.put_nowait(O("queued")); del q; print("21")
    try: await asyncio.shield(boom(O("sh")))
    except ValueError: pass
    print("22"); await asyncio.sleep(0); print("23")
    ev = asyncio.Event()
    async def waiter(o): await ev.wait(); print("woke", o.n)
    ts = [asyncio.create_task(waiter(O(i))) for i in range(2)]; await asyncio.sleep(0); ev.set(); await asyncio.sleep(0); print("24"); await asyncio.sleep(0); print("25"); del ts; print(26)
asyncio.run(main())
print("over")
