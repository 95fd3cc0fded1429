"""Comparisons that change what is compared, dicts that are emptied under an iterator, hashes that are not asked for twice."""


class Clears:
    def __init__(self, target):
        self.target = target

    def __eq__(self, other):
        self.target.clear()
        return NotImplemented


a, b = [], []
a.append(Clears(b))
b.append(Clears(a))
print(a == b)
c = []
c.append(Clears(c))
print(c == [1])

d = {f"k{i}": i for i in range(1000)}
for i in range(1, 1000):
    del d[f"k{i}"]
iterators = [reversed(d), reversed(d.keys()), reversed(d.values()), reversed(d.items())]
d.clear()
d["k0"] = 0
print([list(it) for it in iterators])


class Counts(int):
    asked = 0

    def __hash__(self):
        Counts.asked += 1
        return int.__hash__(self)


d = dict.fromkeys(map(Counts, range(10)))
print(Counts.asked)
s = set(d)
dict.fromkeys(s), dict.fromkeys(frozenset(d), 1), dict.fromkeys(d)
print(Counts.asked)

for source in ([object()], [iter(("key",))], [5]):
    try:
        dict(source)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e, getattr(e, "__notes__", None))
