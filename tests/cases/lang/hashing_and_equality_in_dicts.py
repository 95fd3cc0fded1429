class K:
    def __init__(self, k):
        self.k = k

    def __hash__(self):
        print("hash", self.k)
        return hash(self.k)

    def __eq__(self, o):
        print("eq", self.k)
        return isinstance(o, K) and self.k == o.k


d = {}
d[K(1)] = "a"
print(d[K(1)], K(2) in d)
k = K(3)
d[k] = 1
print(d[k])


class SameHash:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 1

    def __eq__(self, o):
        return self.n == o.n


d = {SameHash(i): i for i in range(5)}
print(d[SameHash(3)], len(d))


class BadHash:
    def __hash__(self):
        return "x"


class RaisingHash:
    def __hash__(self):
        raise RuntimeError("hash raised")


class NoHash:
    __hash__ = None


for c in (BadHash, RaisingHash, NoHash):
    for f in (lambda: hash(c()), lambda: {c(): 1}, lambda: {c()}, lambda: {}.get(c())):
        try:
            f()
        except Exception as e:
            print(type(e).__name__, e)


class BigHash:
    def __hash__(self):
        return 2**64 + 5


class NegHash:
    def __hash__(self):
        return -1


print(
    hash(BigHash()),
    hash(NegHash()),
    hash(2**61 - 2),
    hash(-(2**61 - 1)),
    hash(True),
    hash(None) == hash(None),
    hash((1, 2, 3)),
    hash(()),
    hash(1.5),
    hash(3.0),
    hash((1, (2, 3))),
    hash(range(3)) == hash(range(0, 3)),
)


class Mutating:
    def __init__(self, d):
        self.d = d

    def __hash__(self):
        return 1

    def __eq__(self, o):
        self.d.clear()
        return False


d = {}
m = Mutating(d)
d[m] = 1
print(Mutating(d) in d, d)
