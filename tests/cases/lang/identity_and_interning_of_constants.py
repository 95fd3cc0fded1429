a = None
b = None
print(a is b, True is not False, () == (), ... is Ellipsis, type(NotImplemented).__name__)
x = [1]
y = x
z = [1]
print(x is y, x is z, x == z, x is not z)


def f():
    return 1000


v = f()
w = f()
print(v == w, f is f, int is int, x is not y)


class A:
    def m(self):
        pass


o = A()
print(o.m is o.m, o.m == o.m, A.m is A.m)
n = float("nan")
print(n is n, n in [n], [n].index(n), {n: 1}[n], n in {n})
s = "x" * 5
t = "xxxxx"
import sys

print(s == t, sys.intern(s) is sys.intern(t))
