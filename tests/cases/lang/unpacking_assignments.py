a, b = 1, 2
print(a, b)
a, b = b, a
print(a, b)
(a, b), c = [1, 2], 3
print(a, b, c)
a, *b = range(4)
print(a, b)
*a, b = "xyz"
print(a, b)
a, *b, c = [1, 2]
print(a, b, c)
[a, [b, *c]] = 1, (2, 3, 4)
print(a, b, c)
a = b = c = []
print(a is b is c)
(a,) = [5]
print(a)
(x, y) = {"k1": 1, "k2": 2}
print(x, y)
i, l = 0, [10, 20]
i, l[i] = 1, 99
print(i, l)
d = {}
d["a"], d["b"] = 1, 2
print(d)
for i, (a, b) in enumerate([(1, 2), (3, 4)]):
    print(i, a, b)
for a, *b in [(1, 2, 3), "ab"]:
    print(a, b)
for s in (
    "a, b = 1",
    "a, b = 1, 2, 3",
    "a, b = [1]",
    "a, *b, c = [1]",
    "a, b = None",
    "a, b = 'abc'",
    "(a, b), c = 1, 2",
    "a, b = {1: 2}",
    "*a, b = []",
    "a, b = iter(range(5))",
    "a, b, c = (i for i in range(2))",
):
    try:
        exec(s)
    except (ValueError, TypeError) as e:
        print(s, "->", type(e).__name__, e)
print([*range(2), *"ab"], (*[1], 2), {*[1, 1]}, {**{"a": 1}, "a": 2, **{"b": 3}})
