"""What decides the order of keys: numbers of all kinds, texts beyond their first letters, tuples of several lengths."""
from bisect import bisect_left, bisect_right, insort
from functools import cmp_to_key
from itertools import count
from operator import attrgetter, itemgetter

words = ["b", "", "ab\0", "ab", "abcdefgh", "abcdefghi", "abcdefgg\uffff", "\u00ff", "\u00fe", "\u0100", "\u4e2d", "\U0001f600", "\u00ffz", "\u00ffa", "ab\u00ff", "ab\u0101", "ab\u0100b", "ab\u0100a"]
print(sorted(words))
print(sorted(words, reverse=True) == sorted(words)[::-1])
print(sorted(words, key=len), sorted(words, key=len, reverse=True))
numbers = [3, -1.5, True, 2**70, -(2**70), 2**53 + 1, 2.0**53, 2**53, 0.0, -0.0, float("inf"), float("-inf"), False, 10**400, -(10**400)]
print(sorted(numbers))
print(sorted([0.0, -0.0, 0, False]), sorted([-0.0, False, 0, 0.0], reverse=True))
print(sorted([2**61 - 1, -(2**61), 0, 5, -5]), sorted([1.5, -2.5, 1e300, -1e-300, 1e-300]))
pairs = [(1, "b"), (1, "a", 3), (1, "a"), (0,), (1,), (2, "z"), (1, "a", 2)]
print(sorted(pairs), sorted(pairs + [()]))
print(sorted([("abcdefghz", 1), ("abcdefgha", 2), ("abcdefgh", 3)]), sorted([(2.5, 1), (2, 2), (2.0, 1), (True, 0)]))
rows = [("x", 3), ("y", 1), ("x", 1), ("z", 3), ("y", 3)]
print(sorted(rows, key=itemgetter(1)), sorted(rows, key=itemgetter(1), reverse=True), sorted(rows, key=itemgetter(0, 1)))
print(sorted(rows, key=cmp_to_key(lambda a, b: b[1] - a[1])), sorted("bca", key=cmp_to_key(lambda a, b: (a > b) - 0.5)))


class Card:
    def __init__(self, rank, suit):
        self.rank, self.suit = rank, suit

    def __lt__(self, other):
        return self.rank < other.rank if isinstance(other, Card) else NotImplemented

    def __repr__(self):
        return f"{self.rank}{self.suit}"


cards = [Card(r, s) for r, s in [(3, "a"), (1, "b"), (3, "c"), (2, "d"), (1, "e")]]
print(sorted(cards), sorted(cards, reverse=True), min(cards), max(cards), sorted(cards, key=attrgetter("suit"))[::-1])
for wrong in [[1, "a"], [(1, "a"), (1, 2)], [None, None], cards[:1] + [5], [1j, 2j]]:
    try:
        print(sorted(wrong))
    except TypeError as error:
        print(error)


class Loud(str):
    def __lt__(self, other):
        print("asked")
        return str.__lt__(self, other)


print(sorted([Loud("b"), "a"]), sorted([float("nan"), 1.0])[1], sorted(map(int, "312")), sorted({"k": 1, "a": 2}.items()))
print((1, "a") == (1, "a"), (1, 2.0) < (1, 2), [1, [2]] <= [1, [2]], (1, 2) > (1,), [] == [], [1] != [1.0], (1, None) == (1, None))
try:
    print((1, None) < (1, 2))
except TypeError as error:
    print(error)
print(sum(range(2**70, 2**70 + 3)), list(range(2**64, 2**64 + 2)), list(zip("ab", count(2**62 - 1))), list(zip(count(1, -1), "ab")))
line = [1, 3, 3, 5]
print(bisect_left(line, 3), bisect_right(line, 3), bisect_left(line, 4, 1, 2), bisect_right(cards[:0], 1), bisect_left(line, -3, key=lambda x: -x))
insort(line, 3.0)
insort(line, -1, key=lambda x: -x)
print(line, min((x for x in [3, 1, 2])), max((w for w in words), default=0), min((x for x in ()), default="none"))
print(min((c for c in cards)), max(map(str, range(12))), list({1: 2}.items()), list({1: 2}.values()), [*{}.keys()])


def stops(x):
    if x == 3:
        raise StopIteration
    return x


print(list(map(stops, [1, 2, 3, 4])), set(map(stops, [1, 3])), sum(map(stops, [1, 2, 3])), sorted(map(stops, [2, 1, 3, 0])))
