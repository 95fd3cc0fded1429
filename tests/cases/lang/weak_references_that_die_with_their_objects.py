import weakref, gc
class A:
    def __init__(self, n): self.n = n
def cb(n): return lambda r: print("callback", n, r())
a = A(1); t = (weakref.ref(a, cb(1)), a); del a; del t; print("tuple")
a = A(2); t = [a, weakref.ref(a, cb(2))]; del a; del t; print("list")
a = A(3); d = {"w": weakref.ref(a, cb(3)), "a": a}; del a; del d; print("dict")
a = A(4); d = {"a": a, "w": weakref.ref(a, cb(4))}; del a; del d; print("dict 2")
a = A(5); a.w = weakref.ref(a, cb(5)); del a; print("own")
class B: pass
b = B(); a = A(7); b.a = a; b.w = weakref.ref(a, cb(7)); del a; del b; print("attributes")
class C: pass
b = C(); a = A(8); b.w = weakref.ref(a, cb(8)); b.a = a; del a; del b; print("attributes 2")
def f():
    a = A(9); w = weakref.ref(a, cb(9))
f(); print("locals")
def f():
    w = None; a = A(10); w = weakref.ref(a, cb(10))
f(); print("locals 2")
def g(*args):
    yield args
a = A(11); it = g(weakref.ref(a, cb(11)), a); next(it); del a; del it; print("generator")
a = A(12); w = weakref.ref(a, cb(12)); a.me = a; del a; gc.collect(); print("cycle", w())
a = A(13); a.me = a; a.w = weakref.ref(a, cb(13)); del a; gc.collect(); print("garbage")
a = A(14); w1 = weakref.ref(a, cb("14a")); w2 = weakref.ref(a, cb("14b")); print(weakref.getweakrefcount(a)); del w1; del a; print("two")
try:
    a = A(15); w = weakref.ref(a, cb(15)); l = [w, a]; del w, a; l[0] = l[1] = None
finally:
    print("end")
