# More defaults than parameters, objects that `__bytes__` makes, classes that an own mro() had put in.
import gc


def f(a, *, k=0):
    return a, k


f.__defaults__ = (1, 2, 3)
print(f(k=1), f())


def g(a, b, /, c):
    return a, b, c


g.__defaults__ = tuple("abcdef")
print(g(), g(1), g(1, c=2), g(1, 2, 3))


class B(bytes):
    def __init__(self, *given):
        print("begins", len(given))


class X:
    def __bytes__(self):
        return B(b"x")


def call(what, *given):
    return what(*given)


print(type(call(bytes, X())).__name__)
print(call(bytes, b"y"), call(bytes, 2), call(int, "3"), call(str, 4), call(tuple, "ab"))


class Meta(type):
    wanted = False

    def mro(cls):
        usual = super().mro()
        return [usual[0], A, *usual[1:]] if Meta.wanted else usual


class A:
    pass


class Base(metaclass=Meta):
    pass


class Other(metaclass=Meta):
    pass


Meta.wanted = True


class C(Base):
    pass


Meta.wanted = False
A.x = 1
print(C.x, [c.__name__ for c in C.__mro__])
C.__bases__ = (Other,)
print([c.__name__ for c in C.__mro__], hasattr(C, "x"))
del C
gc.collect()
filler = [type(f"T{n}", (), {}) for n in range(20)]
A.y = 2
print(A.__subclasses__(), A.y)
