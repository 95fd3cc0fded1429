import types, asyncio


@types.coroutine
def gen():
    x = yield from asyncio.sleep(0, "slept").__await__()
    return x


@types.coroutine
def plain():
    return 5


@types.coroutine
def returns_coro():
    return native()


async def native():
    return "native"


async def main():
    print(await gen())
    print(await returns_coro())
    try:
        await plain()
    except TypeError as e:
        print(e)

    @types.coroutine
    def deleg():
        return (yield from native())

    print(await deleg())


asyncio.run(main())


def not_coro():
    yield from native()


try:
    list(not_coro())
except TypeError as e:
    print(e)
try:
    types.coroutine(5)
except TypeError as e:
    print(e)
print(gen.__code__.co_flags & 0x100 != 0, type(gen()).__name__)
import inspect

g = gen()
print(inspect.isawaitable(g), inspect.iscoroutine(g), inspect.isgenerator(g))
