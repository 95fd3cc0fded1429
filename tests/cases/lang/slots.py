class S:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1


s = S()
s.b = 2
print(s.a, s.b, hasattr(s, "__dict__"), S.__slots__, type(S.a).__name__)
for c in ("s.c = 1", "s.__dict__", "del s.a; s.a", "del s.a"):
    try:
        exec(c)
    except AttributeError as e:
        print(e)


class Sub(S):
    pass


x = Sub()
x.c = 3
x.a = 1
print(x.c, x.__dict__)


class D(S):
    __slots__ = ("d", "__dict__")


y = D()
y.d = 1
y.e = 2
print(y.__dict__)
try:

    class Bad:
        __slots__ = ("x",)
        x = 1
except ValueError as e:
    print(e)
try:

    class Multi(S, D):
        pass
except TypeError as e:
    print(e)


class P:
    __slots__ = ("__priv",)

    def __init__(self):
        self.__priv = 7


print(P()._P__priv)
try:
    type("Z", (), {"__slots__": ("1a",)})
except TypeError as e:
    print(e)
try:
    type("Z", (int,), {"__slots__": ("a",)})()
    print("ok")
except TypeError as e:
    print(e)
