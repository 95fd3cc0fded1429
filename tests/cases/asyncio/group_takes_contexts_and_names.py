"""create_task of a group: names, contexts, and what it refuses."""
import asyncio
import contextvars

var = contextvars.ContextVar("var", default="outside")


async def child():
    before = var.get()
    var.set(asyncio.current_task().get_name())
    await asyncio.sleep(0)
    return before, var.get()


async def main():
    own = contextvars.copy_context()
    own.run(var.set, "given")
    async with asyncio.TaskGroup() as g:
        a = g.create_task(child(), name="first")
        b = g.create_task(child(), name="second", context=own)
    print(a.result(), b.result(), var.get(), own[var])
    coro = child()
    try:
        g.create_task(coro)
    except RuntimeError as e:
        print(str(e).split(" at ")[0].split("<")[0], e.__cause__)
    coro.close()


asyncio.run(main())
