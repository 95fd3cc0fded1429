"""sort() makes CPython's own comparisons, in its order, whatever they do."""
log = []


class Item:
    def __init__(self, value, index):
        self.value = value
        self.index = index

    def __lt__(self, other):
        log.append((self.index, other.index))
        return self.value < other.value


def numbers(count, limit, seed=7):
    for _ in range(count):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        yield (seed >> 33) % limit


for count in (2, 5, 33, 64, 65, 200, 700):
    shapes = {
        "random": list(numbers(count, count)),
        "few": list(numbers(count, 4)),
        "rising": [i // 3 for i in range(count)],
        "falling": [count - i // 2 for i in range(count)],
        "strictly falling": [count - i for i in range(count)],
        "saw": [i % (count // 3 + 1) for i in range(count)],
        "equal": [1] * count,
        "two runs": list(range(0, count, 2)) + list(range(1, count, 2)),
    }
    for name, values in shapes.items():
        for reverse in (False, True):
            log.clear()
            result = sorted([Item(v, i) for i, v in enumerate(values)], reverse=reverse)
            print(count, name, reverse, len(log), hash(tuple(log)), [x.index for x in result][:6])


class Broken:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        if other.n == 3:
            raise ZeroDivisionError("three")
        return self.n < other.n

    def __repr__(self):
        return str(self.n)


items = [Broken(n) for n in (5, 4, 1, 2, 3, 0)]
try:
    items.sort()
except ZeroDivisionError as error:
    print(error, sorted(map(repr, items)))

modified = [3, 1, 2]
try:
    modified.sort(key=lambda v: modified.append(v) or v)
except ValueError as error:
    print(error, modified)
print(sorted([1.5, float("nan"), 0.5, 2.0, float("nan"), 1.0]))
print(sorted([True, False, 2, 0]), sorted([10**20, 1, -10**20, 2.5]), sorted("hello"), sorted([(1, "b"), (1, "a"), (0, "z")]))
print(sorted([[2], [1, 5], [1]]), sorted([(1,), (), (1, 2)]), sorted([b"b", b"a"]))
words = ["bb", "a", "ccc", "dd", "e"]
print(sorted(words, key=len), sorted(words, key=len, reverse=True), sorted(words, key=lambda w: (-len(w), w)))
for bad in ([1, "a"], [None, None], [1, None], [{}, {}]):
    try:
        print(sorted(bad))
    except TypeError as error:
        print(error)
