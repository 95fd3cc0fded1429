# Comprehensions: lists, sets, dictionaries and generators, nested, with conditions, over tuples, and sets of what they make.
from time import perf_counter


def queens(n):
    def place(row, columns, up, down):
        if row == n:
            return 1
        free = [c for c in range(n) if c not in columns and row + c not in up and row - c not in down]
        return sum(place(row + 1, columns | {c}, up | {row + c}, down | {row - c}) for c in free)

    return place(0, frozenset(), frozenset(), frozenset())


def life(cells, rounds):
    for _ in range(rounds):
        near = {}
        for x, y in cells:
            for dx, dy in [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j]:
                near[x + dx, y + dy] = near.get((x + dx, y + dy), 0) + 1
        cells = {cell for cell, count in near.items() if count == 3 or count == 2 and cell in cells}
    return cells


def work(n):
    total = queens(7)
    total += len(life({(x, x * x % 11) for x in range(40)} | {(1, 2), (2, 2), (3, 2)}, 40))
    squares = [x * x for x in range(n)]
    odd = [x for x in squares if x % 2]
    total += sum(odd) % 1009 + len({x % 101 for x in squares})
    total += len([(a, b, c) for a in range(1, 45) for b in range(a, 45) for c in (a * a + b * b,) if c in squares[:60]])
    names = [f"name{x % 700}" for x in range(n)]
    lengths = {name: len(name) for name in names}
    groups = {size: sorted(name for name in lengths if lengths[name] == size)[:3] for size in set(lengths.values())}
    total += sum(len(name) for group in groups.values() for name in group)
    total += any(x > 10**9 for x in squares) + all(name.startswith("n") for name in names)
    table = [[row * column for column in range(40)] for row in range(40)]
    total += sum(sum(row) for row in [[row[i] for row in table] for i in range(40)])
    inverse = {value: key for key, value in enumerate(names)}
    total += max(inverse.values()) + len({(k % 7, v % 5) for k, v in zip(squares, odd)})
    first, second = {x % 997 for x in squares}, {x % 991 for x in odd}
    return total + len(first & second) + len(first ^ second) + len([w for w in names if w[-1] in "357"])


start = perf_counter()
result = work(30_000)
elapsed = perf_counter() - start
assert result == 649146, result
print("bench", elapsed)
