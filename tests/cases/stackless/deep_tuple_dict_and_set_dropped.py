t = ()
for _ in range(300_000):
    t = (t,)
t = None
d = {}
for _ in range(300_000):
    d = {"k": d}
d = None
f = frozenset()
for _ in range(1000):
    f = frozenset([f])
f = None
m = ()
for i in range(100_000):
    m = [(m,)] if i % 2 else {"x": m}
m = None
print("dropped")
