print(
    (lambda: 1)(),
    (lambda x, y=2: x + y)(1),
    (lambda *a, **k: (a, k))(1, z=2),
    (lambda x: lambda y: x + y)(1)(2),
    (lambda x, /, y, *, z: (x, y, z))(1, 2, z=3),
)
print(
    sorted([(1, "b"), (0, "c")], key=lambda p: p[1]),
    list(map(lambda x: x * 2, range(3))),
    (lambda: (yield))().__class__.__name__,
)
f = lambda n: 1 if n < 2 else n * f(n - 1)
print(f(10), f.__name__, (lambda: 0).__qualname__)
print((lambda x: (y := x + 1, y * 2))(3), [(lambda i: i * i)(i) for i in range(4)])
