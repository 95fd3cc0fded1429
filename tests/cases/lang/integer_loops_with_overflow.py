a, b = 0, 1
for _ in range(200):
    a, b = b, a + b
print(a)
x = 1
for i in range(100):
    x = (x * 6364136223846793005 + 1442695040888963407) % 2**64
print(x)
h = 14695981039346656037
for c in b"hello world":
    h = ((h ^ c) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
print(h)
n, steps = 2**61, 0
while n > 0:
    n -= 2**55
    steps += 1
print(steps, n)
s = 0
for i in range(-1000, 1000):
    s += i * i * (-1) ** i
print(
    s,
    sum(i**3 for i in range(100)),
    (2**31) * (2**31),
    -(2**62) - 1,
    2**62 * -1 == -(2**62),
    (2**62 - 1) + 1,
    (-(2**61)) - 1,
)
