class D:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)


a = D("a")
b = a
del a
print("b holds")
b = None


def f():
    x = D("x")
    y = D("y")
    print("in f")


f()
print("after f")
l = [D(i) for i in range(3)]
del l[1]
print("sliced")
l[0] = None
l.clear()
print("cleared")
d = {"k": D("v")}
d["k"] = 1
d["j"] = D("j")
d.clear()
D("temp")
print("after temp")
D("tuple1"), D("tuple2")
print("after tuple")
x = D("old")
x = D("new")
print("replaced")
del x


def g(p):
    print("g")
    return p.n


print(g(D("arg")))
try:
    raise ValueError(D("in exc"))
except ValueError:
    print("handler")
print("after handler")


def h():
    o = D("local")
    raise KeyError


try:
    h()
except KeyError:
    print("caught")
print("done")
for i in [D("it1"), D("it2")]:
    print("loop", i.n)
del i


class E:
    def __del__(self):
        raise RuntimeError("ignored")


class R:
    keep = None

    def __del__(self):
        print("resurrect")
        R.keep = self


r = R()
del r
print(R.keep is not None)
R.keep = None
print("second time no del")


def gen():
    o = D("in gen")
    yield o.n


q = gen()
next(q)
del q
print("gen dropped")
s = D("swap1"), D("swap2")
s = None
c = (lambda o: lambda: o)(D("closure"))
del c
p = [D("outer"), [D("inner")]]
del p
m = D("m1").n + D("m2").n
print(m)
z = D("at exit")
print("end")
