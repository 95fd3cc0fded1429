# Big integers: factorial, Fibonacci numbers, powers modulo, division, conversion to and from decimal, shifts and bits.
from time import perf_counter


def work(n):
    f = 1
    for i in range(1, n):
        f *= i
    a, b = 0, 1
    for _ in range(n * 4):
        a, b = b, a + b
    digits = str(f)
    back = int(digits)
    assert back == f
    total = len(digits) + a % 1_000_007
    m = (1 << 521) - 1
    for i in range(20):
        total += pow(3 + i, m - 2, m) % 1009
    x = f
    while x:
        x, r = divmod(x, 10**40)
        total += r % 13
    bits = (f >> 100) ^ (a << 50) & ~b
    return total + bits.bit_length() + bin(bits).count("1")


start = perf_counter()
result = work(1_200)
elapsed = perf_counter() - start
assert result == 826372, result
print("bench", elapsed)
