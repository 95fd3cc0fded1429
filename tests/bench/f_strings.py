# Formatting: f-strings with and without format specs, str.format, %, repr and str of numbers and containers.
from time import perf_counter


def work(n):
    total = 0
    for i in range(n):
        x = i / 7
        name = "row"
        s = f"{name} {i}: {x:.3f} [{i:>8}] {i:08x} {name!r} {i % 2 == 0}"
        total += len(s)
        total += len(f"{i:,} {x:10.2e} {name:^9}|{name:<6}|")
        total += len("{} and {:>5} {key}".format(i, name, key=x))
        total += len("%s=%d (%5.1f%%)" % (name, i, x))
        total += len(str(i)) + len(repr(x)) + len(str([i, name])) + len(f"{(i, None)} {i}{i}")
    return total


start = perf_counter()
result = work(15_000)
elapsed = perf_counter() - start
assert result == 2811096, result
print("bench", elapsed)
