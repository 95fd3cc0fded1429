"""Which objects can be given another class or namespace."""


def attempt(f):
    try:
        f()
    except (TypeError, AttributeError) as e:
        return f"{type(e).__name__}: {e}"
    return "done"


class H:
    __slots__ = ["b", "a"]


class I:
    __slots__ = ["a", "b"]


class L(H):
    __slots__ = ["e"]


class M(I):
    __slots__ = ["e"]


class Q(H):
    pass


class R(H):
    __slots__ = ["__dict__", "__weakref__"]


for a, b in ((H, I), (L, M), (M, L), (Q, R), (R, Q), (H, Q), (Q, H)):
    print(a.__name__, b.__name__, attempt(lambda: setattr(a(), "__class__", b)))


class Base:
    pass


class Meta(Base, type):
    pass


class Error(Base, Exception):
    pass


class C(metaclass=Meta):
    x = 1


print(type(C.__dict__).__name__, "x" in C.__dict__)
print(attempt(lambda: setattr(C, "__dict__", {})))
for e in (Error(), ValueError()):
    print(attempt(lambda: setattr(e, "__dict__", {"a": 1})), e.a, attempt(lambda: delattr(e, "__dict__")), e.a)
b = Base()
b.x = 1
print(attempt(lambda: delattr(b, "__dict__")), b.__dict__)
