r = range(0, 20, 3)
print(
    r,
    list(r),
    len(r),
    r[2],
    r[-1],
    r[1:4],
    r[::-1],
    9 in r,
    10 in r,
    9.0 in r,
    "a" in r,
    r.index(9),
    r.count(9),
    r == range(0, 21, 3),
    range(0) == range(5, 5),
    r.start,
    r.stop,
    r.step,
    hash(range(0)) == hash(range(2, 1)),
)
print(
    list(range(5, 0, -2)),
    list(range(-3, 3)),
    range(10)[3:-2],
    list(reversed(range(4))),
    range(10**20)[10**19],
    len(range(0, 10**18, 7)),
    10**19 in range(10**20),
    bool(range(0)),
    max(range(5)),
    sum(range(101)),
)
for f in (
    lambda: range(),
    lambda: range(1, 2, 0),
    lambda: range(1.5),
    lambda: range("a"),
    lambda: range(3)[5],
    lambda: range(3).index(7),
    lambda: len(range(10**20)),
    lambda: range(1, 2, 3, 4),
    lambda: range(3)["x"],
):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
s = slice(1, 10, 2)
print(
    s,
    s.start,
    s.stop,
    s.step,
    s.indices(5),
    slice(None).indices(3),
    slice(None, None, -1).indices(4),
    slice(5) == slice(None, 5, None),
    slice(1, 2) < slice(1, 3),
    hash(slice(1)) == hash(slice(1)),
)


class S:
    def __getitem__(self, k):
        return k


print(S()[1:2], S()[::], S()[1:2, 3], S()[:, ...], S()["a":None:2.5])
print([*range(3)], list(range(True, 4)), range(2**63, 2**63 + 3)[1], list(range(2**62 - 1, 2**62 + 2)))
it = iter(range(3))
next(it)
print(list(it), it.__length_hint__(), iter(range(5)).__reduce__()[1])
