import weakref, gc, sys
class Res:
    count = 0
    def __init__(self, n): self.n = n; Res.count += 1
    def __del__(self): Res.count -= 1; print("del", self.n)
    def __repr__(self): return f"Res({self.n!r})"
    def __enter__(self): return self
    def __exit__(self, *a): print("exit", self.n)
def f():
    a = Res("local a")
    with Res("with") as b, Res("with2"): print("in with", b)
    return "ret"
print(f()); print(Res.count)
x = Res("x"); y = x; del x; print("still"); y = None; print("gone")
r = weakref.ref(Res("temp")); print(r())
w = Res("w"); r = weakref.ref(w, lambda ref: print("callback", ref is r)); fin = weakref.finalize(w, print, "finalized"); print(fin.alive); del w; print(fin.alive, r())
p = weakref.proxy(o := Res("proxied")); print(p.n, repr(p)[:14]); del o
try: p.n
except ReferenceError as e: print(e)
d = weakref.WeakValueDictionary(); k = Res("k"); d["k"] = k; print(dict(d)); del k; print(dict(d))
s = weakref.WeakSet(); m = Res("m"); s.add(m); print(len(s)); del m; print(len(s))
def g():
    try: raise ValueError(Res("in exc"))
    except ValueError as e: print("caught", e)
    print("after except")
g()
lst = [Res(i) for i in range(3)]; lst.pop(1); print("popped"); lst[0] = None; print("replaced"); lst.clear(); print("cleared")
def gen():
    r = Res("gen")
    try: yield 1; yield 2
    finally: print("gen finally")
for v in gen(): print(v); break
print("loop over")
it = gen(); next(it); del it; print("it deleted")
a = Res("cyc a"); b = Res("cyc b"); a.o = b; b.o = a; del a, b; print("collect", gc.collect())
class Zombie:
    def __del__(self): global z; z = self; print("resurrect")
z = Zombie(); z = None; print(z is not None); z = None; print("again")
class Bad:
    def __del__(self): raise RuntimeError("in del")
Bad(); print("survived")
def closure(): r = Res("closed"); return lambda: r
c = closure(); print(c()); del c; print("closure gone")
print([Res(i).n for i in range(2)]); t = (Res("t1"), Res("t2")); t = None
res = Res("args"); print(sys.getrefcount(res)); del res
e = None
try: f2 = Res("tb"); 1 / 0
except Exception as ex: e = ex
del f2; print("tb gone?"); e = None; glob1 = Res("glob1"); glob2 = Res("glob2"); Res.self = Res("class attr")
