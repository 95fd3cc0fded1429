import asyncio
import contextvars

v = contextvars.ContextVar("v")


async def setter(x):
    v.set(x)
    return asyncio.get_running_loop()


async def getter():
    return v.get(None), asyncio.get_running_loop()


with asyncio.Runner() as runner:
    a = runner.run(setter(5))
    value, b = runner.run(getter())
    print(value, a is b, runner.get_loop() is a, a.is_running())
    try:
        runner.run(1)
    except TypeError as e:
        print(e)
print(a.is_closed())
try:
    runner.get_loop()
except RuntimeError as e:
    print(e)
print(v.get("not outside"))
