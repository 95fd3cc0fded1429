import gc


class N:
    pass


for _ in range(1000):
    a, b = N(), N()
    a.b, b.a = b, a
first = prev = N()
for _ in range(100_000):
    n = N()
    n.prev = prev
    prev = n
first.prev = n
del first, prev, n, a, b
gc.collect()
print("collected")
l = []
for _ in range(100_000):
    l = [l, l]
l = None
print("shared dropped")
big = [[] for _ in range(200_000)]
big[0].append(big)
del big
gc.collect()
print("wide cycle")
