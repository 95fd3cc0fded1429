# Integer arithmetic, comparison and a counting loop.
from time import perf_counter


def work(n):
    total = 0
    i = 0
    while i < n:
        if i & 1:
            total += i * 3
        else:
            total -= i
        total %= 1000003
        i += 1
    for k in range(n):
        total += k ^ 5
    return total


start = perf_counter()
result = work(1_000_000)
elapsed = perf_counter() - start
assert result == 499999500003, result
print("bench", elapsed)
