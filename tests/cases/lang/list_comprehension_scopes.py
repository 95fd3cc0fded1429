x = "outer"
print([x for x in range(3)], x)
print(
    [(a, b) for a in range(3) for b in range(a)],
    [[i * j for j in range(3)] for i in range(3)],
    [i for i in range(10) if i % 2 if i > 3],
)
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])


def f():
    y = 10
    return (
        [y + z for z in range(3)],
        {z: y for z in "ab"},
        sorted({y * z for z in range(3)}),
        list(y - z for z in range(3)),
    )


print(f())


class C:
    n = 3
    items = [i for i in range(n)]
    try:
        bad = [n for _ in range(1)]
        print("class scope visible", bad)
    except NameError as e:
        print(e)
    nested = [[j for j in range(i)] for i in items]


print(C.items, C.nested)
print([y := 5, y**2], y, [last := i for i in range(4)], last)
print(
    {k: v for k, v in zip("abc", range(3))},
    {len(w) for w in ("a", "bb", "cc")} == {1, 2},
    [a for a, *_ in [(1, 2, 3)]],
    [v for d in ({"a": 1}, {"b": 2}) for v in d.values()],
)
try:
    [q for q in range(3)] and q
except NameError as e:
    print(e)
g = (print("evaluated", i) or i for i in range(2))
print("lazy")
print(list(g))


def h():
    for i in range(3):
        [i for i in "abc"]
        print(i, end=" ")
    print()


h()
print([[x for x in range(x)] for x in range(4)])
