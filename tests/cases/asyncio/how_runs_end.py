import asyncio
async def bg():
    try:
        while True: await asyncio.sleep(1)
    except asyncio.CancelledError: print("bg cancelled"); raise
    finally: print("bg fin")
async def bad_cleanup():
    try: await asyncio.sleep(10)
    finally: raise RuntimeError("cleanup failed")
async def ignores():
    while True:
        try: await asyncio.sleep(10)
        except asyncio.CancelledError: print("ignored"); break
    await asyncio.sleep(0.01); print("ignores done")
async def main():
    asyncio.create_task(bg(), name="bg"); asyncio.create_task(bad_cleanup(), name="bad"); asyncio.create_task(ignores(), name="ign")
    await asyncio.sleep(0)
    print("main returns"); return "value"
print(asyncio.run(main()))
async def fails():
    asyncio.create_task(bg(), name="bg2"); await asyncio.sleep(0); raise ValueError("main failed")
try: asyncio.run(fails())
except ValueError as e: print(e)
async def m3():
    asyncio.get_running_loop().stop(); await asyncio.sleep(0); await asyncio.sleep(0); print("not reached?")
try: asyncio.run(m3())
except RuntimeError as e: print(e)
loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
async def ticks():
    for i in range(3): print("tick", i); await asyncio.sleep(0)
    loop.stop()
t = loop.create_task(ticks()); loop.run_forever(); print(t.done()); loop.run_until_complete(asyncio.sleep(0)); print(t.done())
loop.call_soon(print, "left over"); loop.call_soon(loop.stop); loop.call_soon(print, "after stop"); loop.run_forever(); print("stopped"); loop.run_until_complete(loop.shutdown_asyncgens()); loop.close(); loop.close()
f = asyncio.Future(loop=loop)
try: f.set_result(1); f.add_done_callback(print)
except RuntimeError as e: print(e)
asyncio.set_event_loop(None)
with asyncio.Runner() as r:
    print(r.run(asyncio.sleep(0, "a"))); r.get_loop().call_soon(print, "queued"); print(r.run(asyncio.sleep(0, "b")))
    import contextvars; v = contextvars.ContextVar("v", default=0)
    async def inc(): v.set(v.get() + 1); return v.get()
    print(r.run(inc()), r.run(inc()), r.run(inc(), context=contextvars.copy_context()), v.get())
try: asyncio.run(asyncio.sleep(0), loop_factory=lambda: None)
except Exception as e: print(type(e).__name__, e)
async def gen():
    try: yield 1
    finally: await asyncio.sleep(0); print("agen closed")
async def m4():
    async for x in gen(): break
    g = gen(); await anext(g); globals()["kept"] = g
asyncio.run(m4()); print("done")
asyncio.run(bad_main := fails(), debug=False)
