import types, inspect

async def smth():
    pass

def func():
    pass

def genfunc():
    yield 1

async def coro():
    await smth()

async def asyncgen():
    await smth()
    yield 42

@types.coroutine
def generator_based():
    yield

for f in (func, genfunc, coro, asyncgen, generator_based):
    obj = f()
    print(f.__name__, type(obj).__name__, hex(f.__code__.co_flags))
    if hasattr(obj, "close"):
        obj.close()
    elif hasattr(obj, "aclose"):
        obj.aclose().close()
