# Function calls: defaults, keywords, *args, closures, recursion between functions, built-in functions.
from time import perf_counter


def add(a, b=1, c=2):
    return a + b + c


def keyword(a, *, scale=1, offset=0):
    return a * scale + offset


def total(*numbers):
    s = 0
    for n in numbers:
        s += n
    return s


def counter(step):
    count = 0

    def next_value():
        nonlocal count
        count += step
        return count

    return next_value


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


def work(n):
    result = 0
    tick = counter(3)
    for i in range(n):
        result += add(i) + add(i, 2) + add(i, c=i)
        result += keyword(i, scale=2, offset=1)
        result += total(i, 1, 2) + tick()
        result += abs(-i) + max(i, 3) + len("abc")
        if i % 100 == 0:
            result += is_even(50)
    return result


start = perf_counter()
result = work(60_000)
elapsed = perf_counter() - start
assert result == 21600720606, result
print("bench", elapsed)
