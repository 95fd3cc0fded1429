d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(
    len(k),
    "a" in k,
    1 in v,
    ("a", 1) in i,
    ("a", 2) in i,
    k == {"a", "b", "c"},
    sorted(k & {"a", "x"}),
    sorted(k | {"x"}),
    sorted(k - {"a"}),
    sorted(k ^ {"a", "x"}),
)
d["d"] = 4
print(k, v, list(reversed(k)), list(reversed(i)), k.isdisjoint({"z"}), k <= {"a", "b", "c", "d", "e"}, i.mapping == d)
try:
    for x in d:
        d[x + "!"] = 1
except RuntimeError as e:
    print(e)
d = {1: 1, 2: 2}
try:
    for x in d:
        del d[x]
except RuntimeError as e:
    print(e)
d = {1: 1, 2: 2}
try:
    for x in d:
        del d[x]
        d[x + 10] = 0
except RuntimeError as e:
    print(e)
for x in d:
    d[x] = "same size"
print(d)
it = iter({1: 2})
print(it.__length_hint__(), next(it), next(it, "end"), next(it, "end"))
