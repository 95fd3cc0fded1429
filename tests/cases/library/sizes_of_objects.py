# What `sys.getsizeof` says of the objects that tutorials measure.
import sys


class Plain:
    def __init__(self):
        self.x = self.y = 1


class Own:
    def __sizeof__(self):
        return 1000


numbers = [n for n in range(10_000)]
squares = (n * n for n in range(10_000))
print(sys.getsizeof(numbers), sys.getsizeof(squares), sys.getsizeof(range(10_000)))
for thing in (
    [], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4, 5], [0] * 100,
    (), (1,), (1, 2, 3), tuple(range(100)), set(), {1}, set(range(100)), frozenset(), {}, {"a": 1}, {1: 2},
    dict.fromkeys("abcdef"), dict.fromkeys(range(1000)), 0, 1, -1, 2**30, 2**100, 1.5, 1j, True, None, ...,
    "", "a", "abc", "\u2603", "\U0001f600", "a" * 100, b"", b"abc", bytearray(), bytearray(b"abc"), object(),
    lambda: 0, Plain(), slice(1), iter([]), enumerate([]), zip(), map(int, []), {}.keys(),
):
    print(type(thing).__name__, sys.getsizeof(thing))
grown = []
sizes = []
for n in range(40):
    grown.append(n)
    sizes.append(sys.getsizeof(grown))
print(sizes)
print([sys.getsizeof(dict.fromkeys(range(n))) for n in range(30)])
print([sys.getsizeof(set(range(n))) for n in range(30)])
print(dict(cls=1, self=2), str(object="x"))
try:
    sorted([2, 1], reversed=True)
except TypeError as e:
    print(e)
