class Adder:
    def __init__(self, n):
        self.n = n

    def __call__(self, x, *, k=0):
        return self.n + x + k


a = Adder(5)
print(a(1), a(1, k=2), callable(a), callable(1), list(map(a, [1, 2])))
a.__call__ = lambda x: "instance"
print(a(1))
print(
    (lambda f: f(f))(lambda f: "self"),
    [].append.__name__,
    len.__name__,
    print.__class__.__name__,
    str.upper("x"),
    list.append.__name__,
)
import functools

p = functools.partial(int, base=2)
print(p("101"), p.func, p.keywords, functools.reduce(lambda a, b: a * b, range(1, 6)))


def f(a, b=1, /, c=2, *d, e, g=3, **h):
    pass


c = f.__code__
print(c.co_name, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_varnames, c.co_flags & 0xC)
print(f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__module__)


class M:
    def m(self):
        return "m"

    c = classmethod(lambda cls: cls.__name__)
    s = staticmethod(lambda: "s")


print(M().m(), M.c(), M().c(), M.s(), M().s(), M.__dict__["s"](), M.m is M.m, M().m == M().m)
o = M()
bm = o.m
M.m = lambda self: "patched"
print(bm(), o.m())
o.m = lambda: "on instance"
print(o.m())
for bad in (1, "x", [1], M(), None):
    try:
        bad()
    except TypeError as e:
        print(e)
