import weakref


class C:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f"C({self.n})"


c = C(1)
r = weakref.ref(c, lambda ref: print("callback", ref() is None))
print(r(), r() is c, weakref.getweakrefcount(c), weakref.ref(c) is weakref.ref(c))
del c
print(r())
for bad in (1, "s", None, (1,), [1]):
    try:
        weakref.ref(bad)
    except TypeError as e:
        print(e)
d = weakref.WeakValueDictionary()
a = C("a")
d["k"] = a
print(d["k"], len(d))
del a
print(len(d), "k" in d)
k = weakref.WeakKeyDictionary()
b = C("b")
k[b] = 1
print(len(k))
del b
print(len(k))
s = weakref.WeakSet()
e = C("e")
s.add(e)
print(len(s))
e = None
print(len(s))
p = C("p")
px = weakref.proxy(p)
print(px.n)
px.n = 5
print(p.n)
del p
try:
    px.n
except ReferenceError as x:
    print(x)
f = C("f")
fin = weakref.finalize(f, print, "finalised", 1)
print(fin.alive)
del f
print(fin.alive)


class M:
    def m(self):
        return "m"


o = M()
wm = weakref.WeakMethod(o.m)
print(wm()())
del o
print(wm())


class S:
    __slots__ = ()


try:
    weakref.ref(S())
except TypeError as x:
    print(x)


def fn():
    pass


rf = weakref.ref(fn)
del fn
print(rf())
x = C("x")
rs = [weakref.ref(x, lambda r, i=i: print("cb", i)) for i in range(3)]
del x
g = C("cycle")
g.self = g
rg = weakref.ref(g)
del g
print(rg() is not None)
import gc

gc.collect()
print(rg())
