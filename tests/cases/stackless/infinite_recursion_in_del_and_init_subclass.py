class A:
    def __init_subclass__(cls):
        type("B", (A,), {})


try:

    class C(A):
        pass
except RecursionError as e:
    print(type(e).__name__)


class N:
    def __new__(cls):
        return cls()


try:
    N()
except RecursionError as e:
    print(type(e).__name__)


def gen():
    yield from gen()


try:
    next(gen())
except RecursionError as e:
    print(type(e).__name__)


def gen2():
    for x in gen2():
        yield x


try:
    list(gen2())
except RecursionError as e:
    print(type(e).__name__)


async def co():
    await co()


c = co()
try:
    c.send(None)
except RecursionError as e:
    print(type(e).__name__)


async def main():
    await main()


import asyncio

try:
    asyncio.run(main())
except RecursionError as e:
    print(type(e).__name__)
