"""The exception handler runs in the context of the handle that failed."""
import asyncio
import contextvars

var = contextvars.ContextVar("var", default="none")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"].split("(")[0], var.get()))
    for name in ("a", "b"):
        context = contextvars.copy_context()
        context.run(var.set, name)
        loop.call_soon(lambda: 1 / 0, context=context)
    await asyncio.sleep(0)
    print(var.get())


asyncio.run(main())
