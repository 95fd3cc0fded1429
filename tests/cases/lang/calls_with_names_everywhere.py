# Keywords for functions, methods, classes, bound methods in variables, natives; by name, by ** and both; and what is wrong with them.
from types import MethodType


def f(a, b=2, /, c=3, *, d=4, e):
    return a, b, c, d, e


def rest(a, *args, k=1, **kwargs):
    return a, args, k, kwargs


class Point:
    def __init__(self, x, y=0, *, z=None):
        self.at = x, y, z

    def moved(self, dx=0, dy=0, **more):
        return self.at, dx, dy, more

    @classmethod
    def of(cls, **kw):
        return cls(**kw).at

    @staticmethod
    def fixed(a=1, *, b=2):
        return a, b


class New:
    def __new__(cls, *args, tag="none"):
        self = super().__new__(cls)
        self.tag = tag, args
        return self


class Both(New):
    def __init__(self, n, tag=None):
        self.n = n


class Problem(Exception):
    def __init__(self, text, code=5):
        super().__init__(text)
        self.code = code


def tell(make):
    try:
        print(make())
    except Exception as e:
        print(type(e).__name__, e)


p = Point(1)
bound = p.moved
odd = MethodType(Point, 7)
names = {"e": 5}
for make in [
    lambda: f(1, e=5),
    lambda: f(1, 2, 3, e=5),
    lambda: f(1, c=9, e=5, d=6),
    lambda: f(1, **names),
    lambda: f(*(1, 2), c=7, **names),
    lambda: f(1, e=1, **names),
    lambda: f(1, 2, 3, c=4, e=5),
    lambda: f(a=1, e=5),
    lambda: f(1),
    lambda: f(e=5),
    lambda: f(1, 2, 3, 4, e=5),
    lambda: f(1, e=5, unknown=6),
    lambda: f(1, **{"e": 5, 6: 7}),
    lambda: f(1, **{"c": 1}, **{"c": 2}, e=3),
    lambda: f(1, **[("e", 5)]),
    lambda: f(*5),
    lambda: rest(1, 2, 3, k=4, z=5),
    lambda: rest(*[1, 2], *(3,), **{"k": 0}, y=1, **{}),
    lambda: rest(a=1, args=2, kwargs=3),
    lambda: rest(**{"a": 1, "a b": 2}),
    lambda: rest(k=1),
    lambda: p.moved(dy=1),
    lambda: p.moved(1, 2, z=3),
    lambda: p.moved(1, dx=2),
    lambda: bound(dy=1, q=2),
    lambda: bound(*[4], **{"dy": 5}),
    lambda: odd(z=3).at,
    lambda: odd(1, z=3).at,
    lambda: odd(1, 2, z=3).at,
    lambda: Point(x=1).at,
    lambda: Point(1, z=2, y=3).at,
    lambda: Point(y=1),
    lambda: Point(1, x=1),
    lambda: Point(1, w=1),
    lambda: Point.of(x=1, y=2),
    lambda: Point.fixed(b=5),
    lambda: p.fixed(a=5),
    lambda: New(1, tag="t").tag,
    lambda: New(1, gat="t").tag,
    lambda: Both(1, tag="t").tag,
    lambda: Both(n=1).tag,
    lambda: Problem("t", code=1).code,
    lambda: Problem(text="t").args,
    lambda: ValueError(text="t"),
    lambda: object(a=1),
    lambda: int("11", base=2),
    lambda: dict([(1, 2)], a=3),
    lambda: sorted([3, 1, 2], reverse=True, key=lambda x: -x),
    lambda: sorted(key=1),
    lambda: "{x}{y}".format(x=1, **{"y": 2}),
    lambda: print("a", "b", sep="-", end="!\n"),
    lambda: len(obj=1),
    lambda: [].append(object=1),
]:
    tell(make)


def spread(*args, **kwargs):
    kwargs["new"] = 1
    return rest(*args, **kwargs)


given = {"k": 2, "z": 3}
print(spread(1, 2, **given), given)


class Keys:
    def keys(self):
        return ["e", "c"]

    def __getitem__(self, key):
        return key * 2


print(f(0, **Keys()))


def raises(cause):
    try:
        try:
            raise KeyError("first")
        except KeyError:
            if cause is None:
                raise ValueError from None
            raise ValueError("second") from cause
    except ValueError as e:
        print(repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__)


raises(None)
raises(OSError("cause"))
raises(OSError)
try:
    raises(5)
except TypeError as e:
    print(e, repr(e.__context__))
for one in (ValueError, StopIteration, KeyError, OSError, SystemExit, UnicodeDecodeError, BaseException):
    try:
        raise one
    except BaseException as e:
        print(type(e), e.args)
