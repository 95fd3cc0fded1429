import asyncio, inspect, functools, types


async def co():
    pass


async def ag():
    yield


def sync():
    return co()


class Call:
    async def __call__(self):
        pass


p = functools.partial(co)
for f in (co, ag, sync, Call(), p, lambda: 0):
    print(inspect.iscoroutinefunction(f), inspect.isasyncgenfunction(f), inspect.isgeneratorfunction(f))
c = co()
g = ag()
print(
    inspect.iscoroutine(c),
    asyncio.iscoroutine(c),
    inspect.isasyncgen(g),
    inspect.isawaitable(c),
    inspect.isawaitable(g),
    asyncio.isfuture(c),
)
c.close()
import collections.abc as abc

c = co()
print(
    isinstance(c, abc.Coroutine),
    isinstance(c, abc.Awaitable),
    isinstance(g, abc.AsyncGenerator),
    isinstance(g, abc.AsyncIterator),
    isinstance([], abc.AsyncIterable),
)
c.close()
