class Desc:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name

    def __get__(self, obj, owner=None):
        return f"get {self.name} {obj is None} {owner.__name__}"

    def __set__(self, obj, value):
        print("set", self.name, value)

    def __delete__(self, obj):
        print("delete", self.name)


class NonData:
    def __get__(self, obj, owner=None):
        return "nondata"


class C:
    d = Desc()
    n = NonData()


c = C()
print(c.d, C.d, c.n)
c.d = 5
del c.d
c.__dict__["d"] = "hidden"
print(c.d)
c.__dict__["n"] = "visible"
print(c.n)


class Lazy:
    def __init__(self, f):
        self.f = f

    def __set_name__(self, o, n):
        self.n = n

    def __get__(self, obj, t):
        if obj is None:
            return self
        v = obj.__dict__[self.n] = self.f(obj)
        return v


class L:
    @Lazy
    def x(self):
        print("computed")
        return 42


l = L()
print(l.x, l.x)


class Typed:
    def __set_name__(self, o, n):
        self.n = "_" + n

    def __get__(self, o, t=None):
        return getattr(o, self.n)

    def __set__(self, o, v):
        if not isinstance(v, int):
            raise TypeError("int wanted")
        setattr(o, self.n, v)


class R:
    w = Typed()

    def __init__(self, w):
        self.w = w


print(R(3).w)
try:
    R("x")
except TypeError as e:
    print(e)


class F:
    def f(self):
        return self


print(F.f.__get__("bound")(), F.__dict__["f"].__get__(None, F) is F.f)


class BadName:
    def __set_name__(self, o, n):
        raise ValueError("no")


try:

    class Q:
        attr = BadName()
except ValueError as e:
    print(type(e).__name__, e, e.__notes__)


class SetOnly:
    def __set__(self, o, v):
        o.__dict__["s"] = v * 2


class V:
    s = SetOnly()


v = V()
print(isinstance(v.s, SetOnly))
v.s = 4
print(v.s)
try:
    del v.s
except AttributeError as e:
    print(e)
