class T:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n, end=" ")

    def __add__(self, o):
        return T(f"({self.n}+{o.n})")

    def me(self):
        return self

    def __getitem__(self, k):
        return k

    def __bool__(self):
        return True

    def __eq__(self, o):
        return True


def p(*a):
    print("|", *a)


p((T("a") + T("b")).n)
p(T("c").me().me().n)
p([T("d")][0].n)
p(T("e")[T("f")].n)
p({"k": T("g")}["k"].n)
p(bool(T("h")))
p(not T("i"))
p(T("j") and 1)
p(T("k") or 1) or p("or")
p(T("l") == T("m"))
p(1 if T("n") else 2)
p(f"{T('o').n}{T('p').n}")
p(*[T("q").n], **{})
p((lambda x: x.n)(T("r")))
p((lambda x: 0)(T("s")))
p([x.n for x in [T("t"), T("u")]])
p([0 for x in [T("v"), T("w")]])
x = T("x1")
x = T("x2")
p("rebinding")
x = None
p("none")
for y in (T("y1"), T("y2")):
    p("loop")
y = None
p("loop var gone")
a, b = T("l"), T("r")
a, b = b, a
p("swapped")
a = b = None
p()
while T("cond"):
    p("body")
    break


def ret():
    q = T("ret")
    return q.n


p(ret())


def args(a, b):
    a = None
    p("a dropped")
    return b


args(T("A"), T("B"))
p("call done")
try:
    T("in try").me()
    raise KeyError(T("exc"))
except KeyError as e:
    p("handler", e.args[0].n)
p("after except")


def g():
    t = T("gen local")
    yield 1
    yield 2


for v in g():
    p(v)
    break
p("generator closed")
l = [T(1), T(2), T(3)]
l[1:2] = []
p("slice")
l.pop()
p("pop")
del l[:]
p("cleared")
d = {T: T("value")}
d[T] = None
p("replaced")
s = (T("tuple"), 1)[1]
p(s)
