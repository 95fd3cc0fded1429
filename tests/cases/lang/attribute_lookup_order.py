class D:
    def __get__(self, o, t):
        return "data"

    def __set__(self, o, v):
        raise AttributeError("read only")


class ND:
    def __get__(self, o, t):
        return "nondata"


class A:
    d, n, c = D(), ND(), "class"

    def __getattr__(self, k):
        return f"missing {k}"


a = A()
vars(a).update(d="inst d", n="inst n", c="inst c", i="inst i")
print(a.d, a.n, a.c, a.i, a.z)
try:
    a.d = 1
except AttributeError as e:
    print(e)
del a.n
print(a.n)


class M(type):
    d, x = D(), "meta x"

    @property
    def p(cls):
        return "meta p"


class B(metaclass=M):
    d, x, p = "own d", "own x", "own p"


print(B.d, B.x, B.p, B().d)
B.new = 5
print(B.new, B().new)
del B.new
print(hasattr(B, "new"))


class S(B):
    pass


B.late = "late"
print(S.late, S().late)
S.late = "shadow"
print(S().late, B().late)
del S.late
print(S().late)
o = B()
f = lambda self: "as method"
o.f = f
B.g = f
try:
    o.f()
except TypeError as e:
    print(e)
print(o.g(), B.g(1), o.__dict__.keys())


class P:
    def __init__(self):
        self.__dict__ = {"x": 1}


p = P()
print(p.x)
p.__dict__ = {"y": 2}
print(p.y, hasattr(p, "x"))
p.__class__ = type("Q", (), {"q": "from Q"})
print(p.q, p.y, type(p).__name__)
try:
    p.__class__ = int
except TypeError as e:
    print(e)
try:
    p.__dict__ = 5
except TypeError as e:
    print(e)
