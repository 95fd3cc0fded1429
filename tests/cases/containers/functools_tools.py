"""functools: partial, placeholders, reduce, cmp_to_key, caches."""
from functools import (partial, Placeholder, reduce, cmp_to_key, lru_cache, cache, wraps, singledispatch,
                       total_ordering, cached_property, partialmethod)


def attempt(make):
    try:
        print(repr(make()))
    except Exception as error:
        print(type(error).__name__, error)


def show(*args, **kwargs):
    return args, kwargs


p = partial(show, 1, 2, a=3)
print(p(4, b=5), p.args, p.keywords, p.func is show)
print(partial(p, 6, a=7)(8))
print(partial(show, Placeholder, 2)(1), partial(show, Placeholder, Placeholder, 3)(1, 2, 4))
attempt(lambda: partial())
attempt(lambda: partial(1))
attempt(lambda: partial(show, Placeholder))
attempt(lambda: partial(show, a=Placeholder))
attempt(lambda: partial(show, Placeholder, 1)())
attempt(lambda: partial(int, base=2))
print(partial(int, base=2)("101"), Placeholder)
print(reduce(lambda a, b: a * b, range(1, 6)), reduce(lambda a, b: a + b, [], 5), reduce(max, [3, 9, 2]))
attempt(lambda: reduce(max, []))
attempt(lambda: reduce(max, 5))
print(sorted([5, 3, 9, 1], key=cmp_to_key(lambda a, b: b - a)))
attempt(lambda: cmp_to_key(lambda a, b: 0)(1) < 2)
print(cmp_to_key(lambda a, b: a - b)(1) < cmp_to_key(lambda a, b: a - b)(2))
calls = []


@lru_cache(maxsize=2)
def square(n):
    "The square."
    calls.append(n)
    return n * n


print([square(n) for n in (1, 2, 1, 3, 2, 1)], calls, square.cache_info(), square.__name__, square.__doc__, square.__wrapped__(4))
square.cache_clear()
print(square.cache_info(), square.cache_parameters())


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info())


@lru_cache(typed=True)
def kind(x, *, y=0):
    return type(x).__name__


print(kind(1), kind(1.0), kind(True), kind(1, y=2), kind.cache_info())
attempt(lambda: square([]))
attempt(lambda: lru_cache(maxsize="a"))


@lru_cache(maxsize=0)
def never(x):
    return x


never(1), never(1)
print(never.cache_info())


class Box:
    def __init__(self, n):
        self.n = n

    @lru_cache
    def method(self, k):
        return self.n + k

    @cached_property
    def slow(self):
        calls.append("slow")
        return self.n * 10

    half = partialmethod(lambda self, divisor: self.n / divisor, 2)


b = Box(4)
print(b.method(1), b.method(1), Box.method.cache_info().hits, b.slow, b.slow, calls.count("slow"), b.half())


@total_ordering
class Version:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n


print(Version(1) <= Version(1), Version(2) > Version(1), Version(1) >= Version(2))


@singledispatch
def describe(x):
    return "something"


@describe.register
def _(x: int):
    return "int"


@describe.register(list)
def _(x):
    return "list"


print(describe(1), describe([]), describe("a"), describe(True))


def decorate(f):
    @wraps(f)
    def inner(*args):
        return f(*args)
    return inner


@decorate
def named():
    "doc"


print(named.__name__, named.__doc__)
