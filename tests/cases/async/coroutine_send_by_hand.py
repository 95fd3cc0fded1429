import types


@types.coroutine
def pause(v):
    got = yield v
    return got


async def inner(n):
    x = await pause(n)
    y = await pause(n + 1)
    return x + y


async def outer():
    r = await inner(1)
    print("inner gave", r)
    return await inner(r)


c = outer()
print(c.send(None), c.send(10), c.send(20), c.send(3))
try:
    c.send(4)
except StopIteration as e:
    print("value", e.value)
try:
    c.send(None)
except RuntimeError as e:
    print(e)
c = outer()
try:
    c.send("not none")
except TypeError as e:
    print(e)
c.close()
try:
    c.send(None)
except RuntimeError as e:
    print(e)
for name in ("__next__", "__iter__", "__await__", "send", "throw", "close"):
    print(name, hasattr(c, name))
try:
    iter(c)
except TypeError as e:
    print(e)
try:
    next(c)
except TypeError as e:
    print(e)
