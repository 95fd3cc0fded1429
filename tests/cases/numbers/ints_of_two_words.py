# Arithmetic around 2**31, 2**62, 2**63, 2**64, 2**126 and 2**127, where numbers change how they are stored.
import operator

edges = [0, 1, 3]
for bits in (31, 32, 61, 62, 63, 64, 65, 125, 126, 127, 128, 129):
    edges += [(1 << bits) - 1, 1 << bits, (1 << bits) + 1]
numbers = edges + [-n for n in edges]
ops = [
    operator.add,
    operator.sub,
    operator.mul,
    operator.floordiv,
    operator.mod,
    operator.and_,
    operator.or_,
    operator.xor,
]
for op in ops:
    total = 0
    for a in numbers:
        for b in numbers:
            try:
                r = op(a, b)
            except ZeroDivisionError:
                continue
            total = (total * 31 + r) % 1000000007
            if op is operator.floordiv:
                assert r * b <= a if b > 0 else r * b >= a or a % b == 0 or r * b <= a
                assert divmod(a, b) == (r, a % b) and a == r * b + a % b
    print(op.__name__, total)
total = 0
for a in numbers:
    for shift in (0, 1, 31, 62, 63, 64, 126, 127, 128, 200):
        total = (total * 31 + (a >> shift) + (a << shift)) % 1000000007
print("shifts", total)
x = 1
for i in range(1000):
    x = (x * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
print(x)
x = 1 << 126
print(x + x, -x - x - 1, x * 2 == 1 << 127, (x - 1) * 3, -x >> 200, x >> 10**6, (1 << 127) - 1 == x * 2 - 1)
for shift in (-1,):
    try:
        print((1 << 70) >> shift)
    except ValueError as e:
        print(e)
