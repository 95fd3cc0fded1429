for bits in (31, 32, 60, 61, 62, 63, 64, 127, 128):
    n = 1 << bits
    print(bits, n - 1, n, n + 1, -n, -n - 1, -n + 1)
    print((n - 1) + 1 == n, (n + 1) - 1 == n, -(-n) == n, n * 2 == 1 << (bits + 1))
    print(n // 3, -n // 3, n % 7, -n % 7, n.bit_length(), (-n).bit_length(), (n - 1).bit_count())
x = 2**61 - 1
total = 0
for i in range(10):
    total += x
print(total, total - x * 10)
y = 1
for i in range(1, 60):
    y *= i
print(y)
for i in range(59, 0, -1):
    y //= i
print(y, type(y))
