def outer(a):
    b = a + 1

    class C:
        c = b + 1

        def m(self, d):
            def inner(e):
                return a, b, self.c, d, e, __class__.__name__

            return inner

    return C


print(outer(1)().m(10)(20))


def f():
    def g():
        def h():
            def i():
                return x

            return i

        return h

    x = "deep"
    return g()()()


print(f())


class A:
    class B:
        class C:
            def m(self):
                return type(self).__qualname__


print(A.B.C().m())


def gen():
    x = 0

    def bump():
        nonlocal x
        x += 1
        return x

    while x < 3:
        yield bump()


print(list(gen()))


def cell_in_loop():
    out = []
    for i in range(3):

        def f():
            return i

        out.append(f())
    return out, [f() for f in [lambda: i for i in range(3)]]


print(cell_in_loop())


def exc_var():
    try:
        raise ValueError("v")
    except ValueError as e:
        f = lambda: e
        print(f())
    try:
        f()
    except NameError as n:
        print(n)


exc_var()
