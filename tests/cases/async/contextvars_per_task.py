import asyncio, contextvars

v = contextvars.ContextVar("v", default="default")


async def w(n):
    v.set(n)
    await asyncio.sleep(0)
    return v.get()


async def main():
    v.set("main")
    print(await asyncio.gather(w(1), w(2)), v.get())
    await w("direct")
    print(v.get())
    ctx = contextvars.copy_context()
    t = asyncio.create_task(w("ctx"), context=ctx)
    await t
    print(v.get(), ctx[v])
    asyncio.get_running_loop().call_soon(lambda: print("cb", v.get()))
    v.set("changed")
    await asyncio.sleep(0)
    tok = v.set("t")
    v.reset(tok)
    print(v.get(), tok.old_value)


asyncio.run(main())
print(v.get())
