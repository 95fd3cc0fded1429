# Float arithmetic: a Mandelbrot row by row, and a running mean.
from time import perf_counter


def escape(cr, ci, limit):
    zr = zi = 0.0
    for n in range(limit):
        zr2 = zr * zr
        zi2 = zi * zi
        if zr2 + zi2 > 4.0:
            return n
        zi = 2.0 * zr * zi + ci
        zr = zr2 - zi2 + cr
    return limit


def work(size, limit):
    total = 0
    for row in range(size):
        ci = -1.25 + 2.5 * row / size
        for column in range(size):
            total += escape(-2.0 + 2.5 * column / size, ci, limit)
    mean = 0.0
    for n in range(1, 300_000):
        mean += (n * 0.5 - mean) / n
    return total, mean


start = perf_counter()
total, mean = work(200, 80)
elapsed = perf_counter() - start
assert 500_000 < total < 1_500_000, total
assert abs(mean - 75_000.0) < 1, mean
print("bench", elapsed)
