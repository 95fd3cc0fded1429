"""A generator that a native resumes for another native ends with StopIteration."""

import functools
import operator


def empty():
    return 5
    yield


def one():
    yield 1
    return 6


def show(call):
    try:
        print("no", call())
    except StopIteration as e:
        print("stopped", e.args)


for make in (empty, one):
    for how in (
        lambda g: next(*[g]),
        lambda g: next(*iter([g])),
        lambda g: functools.partial(next, g)(),
        lambda g: operator.methodcaller("__next__")(g),
        lambda g: operator.methodcaller("send", None)(g),
        lambda g: functools.reduce(lambda a, b: next(g), [1, 2]),
        lambda g: g.send(*[None]),
        lambda g: list(map(next, [g])),
        lambda g: g.throw(*[KeyError]) if 0 else next(g),
    ):
        g = make()
        show(lambda: how(g))
        show(lambda: how(g))


async def coroutine():
    return 7


show(lambda: coroutine().send(*[None]))
print(list(map(next, [one(), one()], [8, 9])), list(map(next, [empty(), one()], [8, 9])))
