import asyncio, contextvars
v = contextvars.ContextVar("v", default="dflt")
async def child(n):
    print(n, v.get()); v.set(n); await asyncio.sleep(0); print(n, v.get())
def cb(x): print("cb", x, v.get())
async def main():
    loop = asyncio.get_running_loop()
    tok = v.set("main"); print(tok)
    t = asyncio.create_task(child("c1"))
    ctx = contextvars.copy_context()
    ctx.run(v.set, "ctx")
    t2 = asyncio.create_task(child("c2"), context=ctx)
    loop.call_soon(cb, 1); loop.call_soon(cb, 2, context=ctx)
    await t; await t2
    print(ctx[v], list(ctx.items()))
    print(v.get())
    with v.set("with") as tk:
        print(v.get(), tk)
    print(v.get(), tk)
    v.reset(tok) 
    print(v.get())
    try: v.reset(tok)
    except RuntimeError as e: print(e)
    async with asyncio.TaskGroup() as tg:
        tg.create_task(child("g"), context=ctx, name="n")
    print(ctx[v])
    f = loop.create_future(); f.add_done_callback(lambda f: print("done", v.get()), context=ctx); f.set_result(1); await asyncio.sleep(0)
    with asyncio.Runner() as r: pass
    try: ctx.run(lambda: ctx.run(print))
    except RuntimeError as e: print(str(e)[:30])
    print(await asyncio.to_thread(v.get))
    w = contextvars.ContextVar("w")
    try: w.get()
    except LookupError as e: print(repr(e)[:40])
    print(w.get(3))
asyncio.run(main())
