print(
    sum([1, 2, 3]),
    sum([], 5),
    sum([0.1] * 10),
    sum([1, 2.5]),
    sum([[1], [2]], []),
    sum(range(10), start=100),
    sum([2**62, 2**62]),
    sum([True, True]),
    sum([1.5, 2**70]),
    sum([1e308, 1e308, -1e308]),
    sum([1, 2j]),
)
print(
    min(3, 1, 2),
    max([3, 1, 2]),
    min("hello"),
    max("a", "b", key=lambda c: -ord(c)),
    min([], default="d"),
    max([1, -5], key=abs),
    min(1, 1.0),
    max(1, True),
    max([(1, "a"), (1, "b")]),
    min({"b": 1, "a": 2}),
)
print(
    any([]),
    any([0, ""]),
    any([0, 1]),
    all([]),
    all([1, 0]),
    all("ab"),
    any(x > 2 for x in range(5)),
    all(map(bool, [1, 2])),
)


def noisy():
    for x in (0, 1, 2):
        print("n", x)
        yield x


print(any(noisy()))
print(all(noisy()))
for f in (
    lambda: sum("abc"),
    lambda: sum(["a"], ""),
    lambda: sum([b"a"], b""),
    lambda: sum([[1]]),
    lambda: sum(5),
    lambda: min(),
    lambda: min([]),
    lambda: max(5),
    lambda: min(1, "a"),
    lambda: min(1, 2, default=3),
    lambda: any(5),
    lambda: all(),
    lambda: max([1], key=5),
    lambda: sum(),
):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
