class A:
    __x = 1

    def get(self):
        return self.__x

    def __secret(self):
        return "secret"

    def call(self):
        return self.__secret()

    def nested(self):
        def f(__p=2):
            return __p, self.__x

        return f()

    __dunder__ = "not mangled"


a = A()
print(a.get(), a._A__x, a.call(), a.nested(), A.__dunder__, sorted(k for k in A.__dict__ if "_A" in k))


class _B:
    __y = 2
    z = __y


print(_B._B__y, _B.z)
try:
    a.__x
except AttributeError as e:
    print(e)
x = "module"


class C:
    print(x)
    x = "class"
    print(x)

    def f(self):
        return x

    y = [x for _ in range(1)]
    del x
    print(x)


print(C().f(), C.y, hasattr(C, "x"))


def func():
    v = "func"

    class D:
        v = v if False else "d"
        w = (lambda: v)()

    return D.v, D.w


try:
    print(func())
except NameError as e:
    print(type(e).__name__, e)


class E:
    a = 1
    if a:
        b = 2
    for i in range(3):
        c = i
    try:
        d = 1 / 0
    except ZeroDivisionError:
        d = "zde"
    with open.__class__ and __import__("contextlib").nullcontext(5) as e:
        pass
    __qualname__ = "Renamed"


print(E.b, E.c, E.i, E.d, E.e, E)
