"""Where the markers stand in tracebacks of many kinds of expressions and statements."""

import sys
import traceback


class Thing:
    @property
    def broken(self):
        return self.missing

    def __getitem__(self, index):
        raise IndexError(f"no {index}")

    def __add__(self, other):
        return other.nothing

    def __enter__(self):
        raise RuntimeError("at the door")

    def __exit__(self, *_):
        pass

    def __iter__(self):
        yield 1
        raise ValueError("while iterating")


thing = Thing()


def enter():
    with thing as inner:
        print(inner)


def iterate():
    for item in thing:
        print("item", item)


def unpack():
    a, b, c = thing
    return a, b, c


def call():
    return thing.broken.x(1)(2)


def augment():
    total = thing
    total += 1


def subscript():
    return thing["a"]["b"]


def spread():
    return [*thing]


def keywords():
    return dict(a=1, **{"a": 2})


def chain():
    return 1 < 2 < thing < 3


def formatted():
    return f"{thing:d} {1}"


def delete():
    del thing["a"]


def check():
    assert thing is None, ("message", 1)


def decorate():
    @undefined_decorator
    def f():
        pass


def default():
    def f(a=1 / 0):
        pass


def bases():
    class Sub(undefined_base):
        pass


def body():
    class Sub:
        x = 1 / 0


def several_lines():
    return (
        len([1, 2])
        + max(
            [],
        )
    )


def generator():
    return sum(x / 0 for x in [1])


def walrus():
    (y := thing.broken).foo


for f in (
    *(enter, iterate, unpack, call, augment, subscript, spread, keywords, chain, formatted, delete, check),
    *(decorate, default, bases, body, several_lines, generator, walrus),
):
    try:
        f()
    except Exception:
        traceback.print_exc(file=sys.stdout)
