"""Heaps, binary search and the operators as functions."""
import bisect
import heapq
import operator


def attempt(make):
    try:
        print(repr(make()))
    except Exception as error:
        print(type(error).__name__, error)


class Item:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        log.append((self.n, other.n))
        return self.n < other.n

    def __repr__(self):
        return f"I{self.n}"


log = []
numbers = [(i * 7919) % 101 for i in range(40)]
h = list(numbers)
heapq.heapify(h)
print(h)
print([heapq.heappop(h) for _ in range(10)], h)
for n in (3, 50, -1):
    heapq.heappush(h, n)
print(h, heapq.heappushpop(h, 7), heapq.heapreplace(h, 60), h)
objects = [Item(n) for n in numbers[:15]]
heapq.heapify(objects)
print(objects, log)
log.clear()
heapq.heappush(objects, Item(4))
print(heapq.heappop(objects), objects, log)
m = list(numbers[:12])
heapq.heapify_max(m)
print(m, heapq.heappop_max(m), heapq.heappushpop_max(m, 5), heapq.heapreplace_max(m, 8), m)
heapq.heappush_max(m, 200)
print(m)
print(heapq.nlargest(3, numbers), heapq.nsmallest(3, numbers), heapq.nlargest(2, "abcd", key=lambda c: -ord(c)))
print(list(heapq.merge([1, 4, 7], [2, 5], [3, 6])), list(heapq.merge([5, 3], [4, 1], reverse=True)))
pairs = []
for p, name in [(2, "b"), (1, "z"), (2, "a"), (0, "q")]:
    heapq.heappush(pairs, (p, name))
print([heapq.heappop(pairs) for _ in range(4)])
attempt(lambda: heapq.heappop([]))
attempt(lambda: heapq.heappush((), 1))
attempt(lambda: heapq.heapify(5))
attempt(lambda: heapq.heapreplace([], 1))
attempt(lambda: heapq.heapify([1, "a", 2]))

a = [1, 3, 3, 5]
print([bisect.bisect_left(a, x) for x in range(7)], [bisect.bisect(a, x) for x in range(7)], bisect.bisect_left(a, 3, 2), bisect.bisect_right(a, 3, 0, 2))
bisect.insort(a, 4)
bisect.insort_left(a, 3)
print(a, bisect.bisect_left(["a", "bb", "ccc"], 2, key=len))
words = ["a", "ccc"]
bisect.insort(words, "bb", key=len)
print(words)
attempt(lambda: bisect.bisect([1], 1, -1))
attempt(lambda: bisect.bisect([1, 2], "a"))

print(operator.add(1, 2), operator.iadd([1], [2]), operator.itemgetter(1)([1, 2]), operator.itemgetter(1, 0)("ab"), operator.itemgetter("k")({"k": 5}))
print(operator.attrgetter("real")(5), operator.attrgetter("real", "imag")(5), operator.attrgetter("__class__.__name__")(5), operator.methodcaller("upper")("a"), operator.methodcaller("split", ",", maxsplit=1)("a,b,c"))
print(operator.itemgetter(1, "a"), operator.attrgetter("a.b"), operator.methodcaller("x", 1, k=2))
print(operator.indexOf([1, 2, 3], 2), operator.countOf([1, 2, 2], 2), operator.concat([1], [2]), operator.length_hint(iter([1, 2])), operator.length_hint(5, 3), operator.contains([1], 1), operator.not_([]), operator.truth(3), operator.is_(None, None), operator.is_none(None), operator.call(max, 1, 2), operator.index(True), operator.abs(-3), operator.inv(4), operator.pow(2, 5), operator.matmul.__name__)
attempt(lambda: operator.itemgetter())
attempt(lambda: operator.itemgetter(1)())
attempt(lambda: operator.attrgetter(1))
attempt(lambda: operator.attrgetter("a")(5))
attempt(lambda: operator.methodcaller())
attempt(lambda: operator.methodcaller(1))
attempt(lambda: operator.indexOf([1], 5))
attempt(lambda: operator.concat(1, 2))
attempt(lambda: operator.add(1, "a"))
attempt(lambda: operator.add(1))
attempt(lambda: operator.length_hint(5, "a"))
