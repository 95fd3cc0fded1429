def add(a, b):
    return a + b


out = []
for a, b in [(1, 2)] * 50 + [(1.5, 2)] * 50 + [("a", "b")] * 50 + [([1], [2])] * 3 + [(2**70, 1)] * 3 + [(True, 1)] * 3:
    out.append(add(a, b))
print(out[0], out[50], out[100], out[150], out[153], out[156], len(out))


class A:
    def __init__(self, v):
        self.v = v

    def m(self):
        return self.v


class B(A):
    def m(self):
        return -self.v


class C:
    v = 7

    def m(self):
        return "C"


def call(o):
    return o.m(), o.v


rs = [call(o) for o in [A(1)] * 30 + [B(2)] * 30 + [C()] * 30 + [A(3)]]
print(rs[0], rs[30], rs[60], rs[90])
a = A(5)


def hot():
    return a.m()


print([hot() for _ in range(30)][-1])
A.m = lambda self: "patched"
print(hot())
a.m = lambda: "instance"
print(hot())
del a.m, A.m
try:
    hot()
except AttributeError as e:
    print(e)


def get(k):
    return glob


glob = 1
for _ in range(30):
    get(0)
glob = 2
print(get(0))
del glob
try:
    get(0)
except NameError as e:
    print(e)


def it(x):
    return [i for i in x]


for x in ([1, 2], (3,), "ab", range(2), {1: 2}, {5}, iter([7]), (y for y in [8]), [1] * 3):
    print(it(x), end=" ")
print()


def uselen(x):
    return len(x)


for _ in range(30):
    uselen("abc")
len = lambda x: "shadowed"
print(uselen("abc"))
del len
print(uselen("abc"))


def sub(x, k):
    return x[k]


for x, k in (
    ([1, 2], 0),
    ([1, 2], -1),
    ((1,), 0),
    ({"a": 5}, "a"),
    ("xyz", 1),
    (b"z", 0),
    (range(5), 2),
    ([1, 2, 3], slice(1, None)),
):
    print(sub(x, k), end=" ")
print()


def cmp(a, b):
    return a < b, a == b


for p in ((1, 2), (1.0, 2), ("a", "b"), ((1,), (2,)), ([1], [1]), (2**70, 1), (1, 2**70), (True, 2)):
    print(cmp(*p), end=" ")
print()
