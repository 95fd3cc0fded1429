print(
    list(map(str, [1, 2])),
    list(map(pow, [2, 3], [3, 2])),
    list(map(lambda x: x, "")),
    list(filter(lambda x: x > 1, [1, 2, 3])),
    list(filter(None, [0, "a"])),
    list(zip("ab", range(5), [None] * 2)),
    list(enumerate("ab")),
    list(enumerate("ab", start=10)),
)
m = map(int, ["1", "x"])
print(next(m))
try:
    next(m)
except ValueError as e:
    print(e)
print(
    iter(m) is m, dict(enumerate("ab")), list(zip(*[(1, 2), (3, 4)])), list(map(None.__class__.__name__.__add__, "ab"))
)
for f in (
    lambda: map(str),
    lambda: map(),
    lambda: list(map(5, [1])),
    lambda: filter(None),
    lambda: zip(5),
    lambda: enumerate(5),
    lambda: list(zip([1], 5)),
    lambda: enumerate(),
    lambda: list(map(lambda x: x, [1], [2])),
    lambda: list(zip([1, 2], [1], strict=True)),
    lambda: list(zip([1], [1, 2], strict=True)),
    lambda: list(zip([], [1], strict=True)),
    lambda: list(map(lambda a, b: 0, [1], [], strict=True)),
):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class Boom:
    def __iter__(self):
        yield 1
        raise RuntimeError("boom")


for f in (
    lambda: list(Boom()),
    lambda: list(map(str, Boom())),
    lambda: sum(Boom()),
    lambda: sorted(Boom()),
    lambda: tuple(Boom()),
    lambda: set(Boom()),
    lambda: dict.fromkeys(Boom()),
    lambda: max(Boom()),
    lambda: all(Boom()),
    lambda: "".join(Boom()),
    lambda: [*Boom()],
    lambda: 5 in Boom(),
    lambda: print(*Boom()),
    lambda: [].extend(Boom()),
    lambda: bytes(Boom()),
):
    try:
        f()
        print("no error")
    except RuntimeError as e:
        print(e)
