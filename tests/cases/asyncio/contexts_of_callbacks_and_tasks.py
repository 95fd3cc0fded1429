import asyncio
import contextvars

v = contextvars.ContextVar("v", default="none")


def show(label, *_):
    print(label, v.get())


async def task(n):
    v.set(n)
    await asyncio.sleep(0)
    print("task", n, v.get())


async def main():
    loop = asyncio.get_running_loop()
    v.set("main")
    loop.call_soon(show, "soon")
    ctx = contextvars.copy_context()
    ctx.run(v.set, "special")
    loop.call_soon(show, "given", context=ctx)
    loop.call_later(0.05, show, "later")
    f = loop.create_future()
    f.add_done_callback(lambda f: show("callback"))
    f.add_done_callback(lambda f: show("callback with context"), context=ctx)
    v.set("changed")
    f.set_result(1)
    await asyncio.gather(task(1), task(2))
    print("main", v.get())
    await asyncio.create_task(task(3), context=ctx)
    print(ctx[v])
    await asyncio.sleep(0.1)


asyncio.run(main())
