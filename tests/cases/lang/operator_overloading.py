class V:
    def __init__(self, *c):
        self.c = c

    def __repr__(self):
        return f"V{self.c}"

    def __add__(self, o):
        return V(*(a + b for a, b in zip(self.c, o.c))) if isinstance(o, V) else NotImplemented

    def __mul__(self, k):
        return V(*(a * k for a in self.c))

    __rmul__ = __mul__

    def __matmul__(self, o):
        return sum(a * b for a, b in zip(self.c, o.c))

    def __neg__(self):
        return V(*(-a for a in self.c))

    def __pos__(self):
        return self

    def __abs__(self):
        return sum(a * a for a in self.c) ** 0.5

    def __invert__(self):
        return V(*reversed(self.c))

    def __eq__(self, o):
        return isinstance(o, V) and self.c == o.c

    def __hash__(self):
        return hash(self.c)

    def __bool__(self):
        return any(self.c)

    def __len__(self):
        return len(self.c)

    def __getitem__(self, i):
        return self.c[i]

    def __contains__(self, x):
        return x in self.c

    def __call__(self, *a):
        return ("called", a)

    def __iter__(self):
        return iter(self.c)

    def __int__(self):
        return 7

    def __float__(self):
        return 7.5

    def __index__(self):
        return 2

    def __divmod__(self, o):
        return "divmod"

    def __pow__(self, e, m=None):
        return ("pow", e, m)

    def __rpow__(self, o):
        return ("rpow", o)

    def __round__(self, n=None):
        return ("round", n)

    def __reversed__(self):
        return iter("reversed")


a, b = V(1, 2), V(3, 4)
print(
    a + b,
    a * 2,
    2 * a,
    a @ b,
    -a,
    +a,
    abs(b),
    ~a,
    a == V(1, 2),
    a != b,
    hash(a) == hash(V(1, 2)),
    bool(V(0, 0)),
    len(a),
    a[0],
    2 in a,
    a(1, 2),
    list(a),
)
print(
    int(a),
    float(a),
    [10, 20, 30][a],
    divmod(a, 1),
    a**2,
    pow(a, 2, 3),
    2**a,
    round(a),
    round(a, 1),
    "".join(reversed(a)),
    {a: 1}[V(1, 2)],
    hex(a),
    bytes(a),
)
for f in (lambda: a + 1, lambda: 1 + a, lambda: a - b, lambda: a / 2, lambda: a < b):
    try:
        f()
    except TypeError as e:
        print(e)


class I:
    def __init__(self, v):
        self.v = v

    def __iadd__(self, o):
        self.v += o
        return self

    def __imul__(self, o):
        self.v *= o
        return self

    def __setitem__(self, k, v):
        print("setitem", k, v)

    def __delitem__(self, k):
        print("delitem", k)

    def __getitem__(self, k):
        return k


i = j = I(5)
i += 3
i *= 2
print(i.v, i is j)
i[1:2] = 3
i["a", 1] = 4
del i[...]
print(i[1:2, ::3], i[()], i[1,])
