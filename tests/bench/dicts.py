# Dictionaries and sets: counting, grouping, lookups by str, int and tuple, deletion, iteration, set algebra.
from time import perf_counter


def work(n):
    grid = {}
    for x in range(n):
        grid[x % 211, x % 97] = x
    total = 0
    for (x, y), value in grid.items():
        total += x * y + value
        if (y, x) in grid:
            total += 1
    names = {f"key{i}": i for i in range(1000)}
    for i in range(n):
        total += names["key500"] + names.get("missing", 1)
    groups = {}
    for i in range(n):
        k = i % 501
        if k not in groups:
            groups[k] = []
        groups[k].append(i)
    for k in list(groups):
        if k % 3 == 0:
            del groups[k]
    total += sum(len(v) for v in groups.values())
    evens = set(range(0, n, 2))
    threes = set(range(0, n, 3))
    total += len(evens & threes) + len(evens | threes) + len(evens - threes)
    seen = set()
    for i in range(n):
        seen.add(i * i % 1009)
    merged = {**names, "key1": -1} | {"extra": 5}
    return total + len(seen) + sum(merged.values())


start = perf_counter()
result = work(60_000)
elapsed = perf_counter() - start
assert result == 1152393819, result
print("bench", elapsed)
