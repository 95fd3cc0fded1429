# Answers that need no Python are those that Python would give: comparisons, searches, copies, texts.
nan = float("nan")


class Same:
    def __init__(self, log):
        self.log = log

    def __eq__(self, other):
        print("compared", self.log, other)
        return True

    __hash__ = None


def order(x, y):
    return [x < y, x <= y, x > y, x >= y, x == y, x != y]


for x, y in [
    ([1, 2], [1, 3]), ([1, 2], [1, 2, 0]), ([nan], [nan]), ([1, nan], [1, float("nan")]), ([(1, nan)], [(1, nan)]), ([], [0]),
    ([1, "a"], [1, "b"]), ([2**70], [2.0**70]), ((1, (2, 3)), (1, (2, 4))), ([True], [1.0]),
]:
    print(x, y, order(x, y))
for pair in [([1, "a"], [1, 2]), ([None], [1])]:
    try:
        print(pair[0] < pair[1])
    except TypeError as e:
        print(e)
print([1, Same("x"), 3] == [1, 5, 3], [1, Same("x")].index(7), (Same("t"),).count(2))
numbers = [3, 1, 2, 1, True, 1.0, "1"]
print(numbers.index(1), numbers.count(1), numbers.index(2, 1), numbers.index(1, -3), nan in [nan], [nan].index(nan))
for args in [(9,), (3, 1), (1, 2, 3)]:
    try:
        print(numbers.index(*args))
    except ValueError as e:
        print(e)
print(max([3, 1, 2]), min((2, 1)), max([1, 1.0, True]), min(["b", "a"]), max([[1], [2]]), sum([1, 2, True]), sum([2**62, 2**62]))
try:
    max([])
except ValueError as e:
    print(e)

a = [[]]
b = a * 3
b[0].append(1)
print(b, [0] * 3, [None, 1] * 2, a + b, a.copy()[0] is a[0])
d = {i: str(i) for i in range(5)}
del d[2]
e = dict(d)
e[9] = 9
del e[0]
f = {**e, 1: "one"}
g = f.copy()
g.clear()
print(d, e, f, g, list(e), dict(e) == e, {} | f)
h = dict({})
h["k"] = 1
print(h, dict(h), {k: v for k, v in h.copy().items()})

print(f"{True} {None} {1.5} {[1, 'a']} {(None,)} {2**80} {-0.0} {nan}", str(False), repr(1e100), str(None), format(1e22), format(True))
print("{} {:>4} {k!r:^9}|{0!s}{1[1]}{k}".format if False else "{} {:>4} {k!r:^9}|".format(True, "ab", k="v"))
print("{0}{1}{0}".format("a", 1), "{:{}}|{:{w}.{p}f}".format("x", 4, 2.5, w=8, p=2), "{a.real}{b[0]}{b[1]}".format(a=3, b=["x", None]))
print("%s|%5s|%-5s|%.2s|%r|%d|%%" % ("text", "r", "l", "cut", "q", 7), "%s" % None, "%s %s" % (1, 2.5), "%(a)s" % {"a": "k"})
print("a b\tc".split(), "a,,b".split(","), "x".split("x"), "one".split("-"), "".split(), "".split(","), "é è".split(), "a\nb\r\n".splitlines())
print("abc"[1], "abc"[-1], "héé"[1:2], "\u20ac"[0], "ab"[::-1], "abcdef"[1:5:2], "héllo wörld €"[::-1], (1, 2)[1], {1: "one"}[1])
print("aé€".encode(), "abc".encode("ascii"), b"abc\xc3\xa9".decode(), b"abc".decode(), "-".join(["a", "b"]), "".join(("é", "b")))
for bad in (["a", 1], [b"x"]):
    try:
        "".join(bad)
    except TypeError as e:
        print(e)


class Meta(type):
    def __instancecheck__(cls, other):
        print("asked", cls.__name__)
        return other == "yes"


class Asked(metaclass=Meta):
    pass


class Liar:
    __class__ = int


class Truth:
    def __init__(self, n):
        self.n = n

    def __bool__(self):
        return self.n

    def __len__(self):
        return self.n

    def __str__(self):
        return self.n

    def __hash__(self):
        return self.n


print(isinstance(1, (str, int)), isinstance("yes", (int, Asked)), isinstance("no", (Asked, str)), isinstance("no", (int, Asked)))
print(isinstance(Liar(), (str, float)), isinstance(Liar(), (str, int)), isinstance(1, (str, (float, int))), isinstance(True, ()))
for n in (True, 3, 2.5, -1, "text", 2**70):
    for f in (bool, len, str, hash):
        try:
            print(f.__name__, repr(n), f(Truth(n)))
        except Exception as e:
            print(f.__name__, repr(n), type(e).__name__, e)


# exceptions keep their arguments
class Own(ValueError):
    pass


class Init(ValueError):
    def __init__(self, a):
        self.a = a


class New(ValueError):
    def __new__(cls, *args):
        return super().__new__(cls, "made")


for make in (lambda: ValueError(1, 2), lambda: Own("x"), lambda: Init(3), lambda: New(4), lambda: KeyError(), lambda: OSError(2, "m")):
    try:
        raise make()
    except Exception as e:
        print(type(e).__name__, e.args, getattr(e, "a", None))
