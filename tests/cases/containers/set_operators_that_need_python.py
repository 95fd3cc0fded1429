# Set operators on keys that hash and compare natively, by Python, and both; the order of results; sets that change meanwhile.


class Key:
    def __init__(self, n, hash):
        self.n, self.hash = n, hash

    def __hash__(self):
        return self.hash

    def __eq__(self, other):
        calls.append((self.n, getattr(other, "n", other)))
        return isinstance(other, Key) and self.n == other.n

    def __repr__(self):
        return f"<{self.n}>"


def all_of(a, b):
    for name in ("__and__", "__or__", "__sub__", "__xor__", "__rand__", "__ror__", "__rsub__", "__rxor__"):
        calls.clear()
        r = getattr(a, name)(b)
        print(name, type(r).__name__, list(r) if all(type(x) is int for x in r) else len(r), len(calls))
    for name in ("__iand__", "__ior__", "__isub__", "__ixor__"):
        c = set(a)
        calls.clear()
        c = getattr(c, name)(b)
        print(name, list(c) if all(type(x) is int for x in c) else len(c), len(calls))
    print(a < b, a <= b, a == b, a.isdisjoint(b))


calls = []
all_of({1, 2, 3, 70}, {2, 3, 4, 66, 130})
all_of(frozenset(range(0, 300, 3)), set(range(0, 300, 5)))
all_of(set(range(10)), set(range(200)))
all_of(set(range(200)), {5, 500})
all_of({1, 2}, set())
all_of(set(), {1, 2})
same = {5, 6, 7}
all_of(same, same)
all_of({Key(1, 1), Key(2, 1), 1}, {Key(2, 1), Key(3, 1), 1})
all_of({Key(i, i % 7) for i in range(100)}, {Key(i, i % 7) for i in range(50, 150)})
print({1} | frozenset({2}), frozenset({1}) | {2}, {1}.__or__([2]), {1}.__rsub__("x"))
for op in (lambda: {1} | [2], lambda: [1] - {2}, lambda: {1} & None, lambda: {} | set()):
    try:
        print(op())
    except TypeError as e:
        print(e)


class Loud(set):
    def __and__(self, other):
        return "mine"

    __rand__ = __and__


print({1} & Loud([1]), Loud([1]) & {1}, type(Loud([1]) | {2}), {1, 2} - Loud([1]))


# keys that inherit their hash and equality
from collections import namedtuple


class Word(str):
    pass


class Shouted(str):
    def __eq__(self, other):
        return str(self) == other

    __hash__ = str.__hash__


class Thing:
    pass


class Number(int):
    pass


P = namedtuple("P", "x y")
one, two = Thing(), Thing()
d = {P(1, 2): "point", Word("w"): "word", one: "thing", Number(5): "five", print: "function", Thing: "class", Shouted("s"): "s"}
print(d[1, 2], d[P(1, 2)], d["w"], d[Word("w")], d[one], d.get(two), d[5], d[Number(5)], d[print], d[Thing], d["s"])
print(P(1, 2) in {(1, 2)}, (1, 2) in {P(1, 2)}, P(1, 3) in d, two in d, one in [two, one], two in [one])
print(P(1, 2) == (1, 2), P(1, Thing) == P(1, Thing), {P(1, one), P(1, two), P(1, one)} == {P(1, two), P(1, one)})
Thing.__eq__ = lambda self, other: True
print(one in [two], two == one)
try:
    print(hash(one) == hash(one), d[one], len({Thing()}))
except TypeError as e:
    print(e)
del Thing.__eq__
print(one in [two], two == one)


class BadHash:
    def __init__(self, h):
        self.h = h

    def __hash__(self):
        if isinstance(self.h, type):
            raise self.h("in hash")
        return self.h


for h in ("text", TypeError, ValueError, 1 << 100, -1, True):
    for what in ("dict", "set"):
        try:
            b = BadHash(h)
            print(what, ({b: 1}[b] if what == "dict" else b in {b}), hash(b) == hash(b))
        except Exception as e:
            print(what, type(e).__name__, e)
print({**{1: 2}, **{"a": 3, 1: 4}}, dict({1: 2}, a=1) | {1: 3})
u = {1: 1}
u.update({2: 2, 1: 0})
u.update(u)
print(u)
