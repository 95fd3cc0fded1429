words = ["banana", "apple", "fig", "kiwi", "cherry", "date", "Apple"]
print(sorted(words), sorted(words, key=len), sorted(words, key=len, reverse=True), sorted(words, key=str.lower))
pairs = [(i % 3, i) for i in range(12)]
print(
    sorted(pairs, key=lambda p: p[0]),
    sorted(pairs, key=lambda p: -p[0]),
    sorted(pairs, key=lambda p: p[0], reverse=True),
)
print(
    sorted([3.5, 1, 2**70, -1, True, 0.5]),
    sorted([[2], [1, 2], [1]]),
    sorted([(1, "b"), (1, "a")]),
    sorted("hello"),
    sorted({3: 1, 1: 2}),
)
big = [(i * 7919) % 1009 for i in range(1000)]
s = sorted(big)
print(s[:5], s[-5:], all(x <= y for x, y in zip(s, s[1:])), sorted(big, reverse=True) == s[::-1])


class Rev:
    def __init__(self, v):
        self.v = v

    def __lt__(self, o):
        return self.v > o.v

    def __repr__(self):
        return f"R{self.v}"


print(sorted([Rev(1), Rev(3), Rev(2)]), max([Rev(1), Rev(3)]), min([Rev(1), Rev(3)], key=lambda r: r.v))
for bad in ([1, "a"], [None, 1], [1j, 2j], [{}, {}]):
    try:
        sorted(bad)
    except TypeError as e:
        print(e)
try:
    sorted([1, 2], lambda x: x)
except TypeError as e:
    print(e)
a = [3, 2, 1]


def key(x):
    a.append(1)
    return x


try:
    a.sort(key=key)
except ValueError as e:
    print(e)
print(a)


def failing(x):
    if x == 2:
        raise KeyError("in key")
    return x


a = [3, 2, 1]
try:
    a.sort(key=failing)
except KeyError as e:
    print(e, a)
print(sorted([2, 1, 3], key=None, reverse=1), [1, 2].sort())
