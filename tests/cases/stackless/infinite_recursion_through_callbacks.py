def key(x):
    return sorted([2, 1], key=key)


def m(x):
    return list(map(m, [1]))


import functools


def r(a, b):
    return functools.reduce(r, [1, 2])


class D:
    def __get__(self, o, t):
        return o.d


class Holder:
    d = D()


class Meta(type):
    def __call__(cls):
        return cls()


class M(metaclass=Meta):
    pass


class It:
    def __iter__(self):
        return self

    def __next__(self):
        return next(self)


class CM:
    def __enter__(self):
        with self:
            pass

    def __exit__(self, *a):
        pass


def w():
    with CM():
        pass


def ex():
    exec("ex()")


def ev():
    return eval("ev()")


def comp():
    return [comp() for _ in (1,)]


def deco(f):
    return deco(deco)(f)


def starred(*a, **k):
    return starred(*a, **k)


def getter():
    return getattr(G(), "x")


class G:
    def __getattr__(self, n):
        return getattr(self, n)


for f in (
    lambda: key(1),
    lambda: m(1),
    lambda: r(1, 2),
    lambda: Holder().d,
    M,
    lambda: next(It()),
    lambda: list(It()),
    w,
    ex,
    ev,
    comp,
    lambda: deco(1),
    lambda: starred(1, k=2),
    getter,
):
    try:
        print(f())
    except RecursionError as e:
        print(type(e).__name__)
