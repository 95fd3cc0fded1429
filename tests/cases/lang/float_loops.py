def newton(x):
    g = x / 2
    for _ in range(30):
        g = (g + x / g) / 2
    return g


print(newton(2), newton(1e10), newton(0.5))
x, n = 0.5, 0
for _ in range(100):
    x = 3.9 * x * (1 - x)
print(x)
pi, sign = 0.0, 1.0
for k in range(10000):
    pi += sign / (2 * k + 1)
    sign = -sign
print(pi * 4)
print(sum(0.1 for _ in range(10)), sum([0.1] * 10), 0.1 * 3, 1e16 + 1, (0.1).hex(), 1e-320, 5e-324 / 2)
a = [[(i * j) % 7 / 3 for j in range(4)] for i in range(4)]
print([[round(sum(a[i][k] * a[k][j] for k in range(4)), 6) for j in range(4)] for i in range(4)])
