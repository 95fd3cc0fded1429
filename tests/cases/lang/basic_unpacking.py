a, *b = [1, 2, 3]
print(a, b)
(x, y), z = (1, 2), 3
print(x, y, z)
for i, (p, q) in enumerate([(1, 2), (3, 4)]):
    print(i, p, q)
print([*range(3), *"ab"], {**{"a": 1}, "b": 2})
