# What `dir` shows of coroutines and generators, and that finalising one by hand closes it.
async def coroutine():
    pass


async def async_generator():
    yield 1


def generator():
    try:
        yield 1
    finally:
        print("closed")


c, a, g = coroutine(), async_generator(), generator()
for thing in c, a, g, c.__await__():
    print(type(thing).__name__, dir(thing))
    if hasattr(thing, "close"):
        thing.close()
g = generator()
next(g)
g.__del__()
print(g.gi_frame, type(type(g).__del__))
