# An OrderedDict that a comparison or a method changes while two of them are compared, or one is copied.
from collections import OrderedDict
import sys


class Key:
    """Equal to others of its kind; the second comparison does something."""

    def __init__(self, effect):
        self.effect = effect
        self.count = 0

    def __hash__(self):
        return 1

    def __eq__(self, other):
        self.count += 1
        if self.count == 2 and self.effect:
            self.effect()
        return isinstance(other, Key)


def told(what, action):
    try:
        print(what, "=", action())
    except (RuntimeError, KeyError) as e:
        print(what, "->", repr(e))


for what in "clear", "delete and add", "nothing":
    def change():
        if what == "clear":
            one.clear()
        elif what == "delete and add":
            del one[0]
            one["new"] = 1

    one = OrderedDict([(0, None), (Key(change), None), (4.2, None)])
    two = OrderedDict([(0, None), (Key(None), None), (4.2, None)])
    told(what, lambda: one == two)
    print(len(one), len(two))


class Clearing(OrderedDict):
    def __getitem__(self, key):
        self.clear()
        return "value"


told("copy", Clearing([(1, 2), (3, 4)]).copy)


class Filled(OrderedDict):
    def __missing__(self, key):
        return "filled"

    def __getitem__(self, key):
        return super().__getitem__(key) * 2


filled = Filled(a=1)
told("copy", lambda: list(filled.copy().values()))
told("pop", lambda: (filled.pop("a"), filled.pop("a", 7), filled["b"] if 0 else None))
told("pop", lambda: filled.pop("zzz"))
for n in 0, 2, 5, 6, 20, 100:
    print(n, sys.getsizeof(OrderedDict.fromkeys(range(n))), sys.getsizeof(list(range(n))), sys.getsizeof(dict.fromkeys(range(n))))


class List(list):
    pass


class Dict(dict):
    pass


class Pair(tuple):
    __slots__ = ()


print(sys.getsizeof(List()), sys.getsizeof(List([1, 2])), sys.getsizeof(Dict(a=1)), sys.getsizeof(Pair((1, 2))), sys.getsizeof([].append), sys.getsizeof(told.__get__(1)))
