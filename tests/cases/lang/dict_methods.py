d = {"a": 1, "b": 2}
d["c"] = 3
print(d, d["a"], d.get("x"), d.get("x", 0), "a" in d, "x" not in d, len(d))
print(list(d), list(d.keys()), list(d.values()), list(d.items()), d.keys(), d.values(), d.items())
print(d.pop("a"), d.pop("zz", None), d.popitem(), d, d.setdefault("q", []), d.setdefault("b", 9), d)
d.update({"b": 5}, z=1)
d.update([("k", "v"), ["l", "m"]])
print(d)
print(d | {"n": 1}, {"b": 0} | d)
d |= {"y": 2}
print(d)
c = d.copy()
c.clear()
print(c, bool(c), bool(d))
print(
    dict(a=1, b=2),
    dict([(1, 2)]),
    dict({3: 4}, x=5),
    dict.fromkeys("abc", 0),
    dict.fromkeys([1]),
    dict(zip("ab", [1, 2])),
    {**d, "w": 1},
    dict(),
)
print(
    {1: "int", 1.0: "float", True: "bool"},
    {1: 2} == {1.0: 2.0},
    {"a": 1, "b": 2} == {"b": 2, "a": 1},
    list(reversed({"a": 1, "b": 2})),
)
e = {}
e["x"] = 1
e["y"] = 2
del e["x"]
e["x"] = 3
print(e)
for f in (
    lambda: d["nope"],
    lambda: d.pop("nope"),
    lambda: {}.popitem(),
    lambda: {[]: 1},
    lambda: d[{}],
    lambda: dict([1]),
    lambda: dict([(1, 2, 3)]),
    lambda: dict(5),
    lambda: d.update(5),
    lambda: {} | [],
    lambda: hash({}),
    lambda: d.get(),
    lambda: dict(1, 2),
):
    try:
        f()
    except Exception as ex:
        print(type(ex).__name__, ex)
d = {}
d["self"] = d
print(d)
