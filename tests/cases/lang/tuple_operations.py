t = (1, 2, 3, 2)
print(
    t[0],
    t[-1],
    t[1:3],
    t[::-1],
    len(t),
    t.count(2),
    t.index(2),
    t + (4,),
    t * 2,
    2 in t,
    (),
    (1,),
    tuple("ab"),
    tuple([1]),
)
print(
    (1, 2) < (1, 3),
    (1, 2) == (1, 2),
    (1,) < (1, 0),
    hash((1, 2)) == hash((1, 2)),
    (1, "a", None),
    ((1,), ()),
    hash(()) == hash(tuple([])),
)
for f in (lambda: t.index(9), lambda: t[9], lambda: t + [1], lambda: hash(([],)), lambda: t["a"]):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
try:
    t[0] = 1
except TypeError as e:
    print(e)
x = 1, 2
print(x, *x, (*x, 3), type(x))
a = ([1], 2)
try:
    a[0] += [2]
except TypeError as e:
    print(e, a)
