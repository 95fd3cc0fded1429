a, b = {1, 2, 3}, {3, 4}
print(
    sorted(a | b),
    sorted(a & b),
    sorted(a - b),
    sorted(a ^ b),
    a <= {1, 2, 3, 4},
    a < a,
    a >= {1},
    a > {1},
    a == {3, 2, 1},
    a.isdisjoint({9}),
)
a.add(5)
a.discard(99)
a.discard(1)
a.remove(2)
print(sorted(a), len(a))
a.update([7, 8], (9,))
a.difference_update({7})
a.intersection_update(range(9))
a.symmetric_difference_update({8, 100})
print(sorted(a))
a |= {1}
a &= {1, 3, 5}
a -= {5}
a ^= {6}
print(sorted(a))
print(
    set(),
    {1},
    frozenset({1}),
    frozenset(),
    set("a"),
    {1} == frozenset({1}),
    hash(frozenset({1, 2})) == hash(frozenset({2, 1})),
    type({1} | frozenset({2})),
    type(frozenset({1}) | {2}),
)
print(
    sorted({1, 2}.union([3], "a"), key=str),
    {1}.issubset([1, 2]),
    {1, 2}.issuperset([1]),
    {frozenset({1}): "x"}[frozenset({1})],
    {1, True, 1.0},
    {1, 2, 3}.intersection({2}, [2, 3]),
)
for f in (
    lambda: {[]},
    lambda: {1}.remove(5),
    lambda: set().pop(),
    lambda: {1} | [1],
    lambda: {1} < 5,
    lambda: hash({1}),
    lambda: set("a")[0],
    lambda: set(5),
    lambda: frozenset().add(1),
    lambda: {1} & None,
):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
s = {1, 2, 3}
try:
    for x in s:
        s.add(x + 10)
except RuntimeError as e:
    print(e)
p = {42}
print(p.pop(), p, s.copy() == s, s.clear(), s)
