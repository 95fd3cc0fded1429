d = {}
for i in range(2000):
    d[i * 3] = i
for i in range(0, 2000, 2):
    del d[i * 3]
for i in range(500):
    d[f"k{i}"] = i
print(
    len(d), sum(v for k, v in d.items() if isinstance(k, int)), d["k499"], d.get(6), d.get(9), list(d)[:3], list(d)[-1]
)


class K:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 5

    def __eq__(self, o):
        return isinstance(o, K) and self.n == o.n

    def __repr__(self):
        return f"K{self.n}"


d = {K(i): i for i in range(30)}
print(d[K(17)], K(29) in d, K(30) in d, len(d), list(d)[:4])
for i in range(0, 30, 3):
    d.pop(K(i))
print(len(d), [k.n for k in d])
