d = {"a": 1, "b": 2}
d["c"] = 3
print(d["a"], d.get("z"), d.get("z", 0), len(d), "a" in d)
for k in d:
    print(k, d[k])
for k, v in d.items():
    print(k, v)
del d["a"]
print(d)
