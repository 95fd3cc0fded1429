class G:
    present = "class attr"

    def __getattr__(self, n):
        if n.startswith("x"):
            return n.upper()
        raise AttributeError(f"no {n}")

    def __setattr__(self, n, v):
        print("setattr", n)
        super().__setattr__(n, v)

    def __delattr__(self, n):
        print("delattr", n)
        object.__delattr__(self, n)


g = G()
print(g.present, g.xyz, hasattr(g, "abc"), getattr(g, "abc", 1))
g.abc = 5
print(g.abc)
del g.abc


class H:
    def __init__(self):
        self.real = 1

    def __getattribute__(self, n):
        if n == "fake":
            return "faked"
        return super().__getattribute__(n)

    def __getattr__(self, n):
        return f"fallback {n}"


h = H()
print(h.fake, h.real, h.other)


class P:
    @property
    def p(self):
        raise AttributeError("from property")

    def __getattr__(self, n):
        return f"getattr({n})"


print(P().p)


class Proxy:
    def __init__(self, o):
        object.__setattr__(self, "_o", o)

    def __getattr__(self, n):
        return getattr(self._o, n)

    def __setattr__(self, n, v):
        setattr(self._o, n, v)


p = Proxy([1, 2])
p.append(3)
print(p._o)


class Special:
    def __getattr__(self, n):
        return lambda *a: 99


try:
    len(Special())
except TypeError as e:
    print(e)
print(Special().__len__())


class Dir:
    def __dir__(self):
        return ["b", "a"]


print(dir(Dir()))
import types

m = types.ModuleType("m")
m.__getattr__ = lambda n: f"module {n}"
print(m.anything)


class Meta(type):
    def __getattr__(cls, n):
        return f"meta {n}"


class WithMeta(metaclass=Meta):
    pass


print(WithMeta.thing)
try:
    WithMeta().thing
except AttributeError as e:
    print(e)
