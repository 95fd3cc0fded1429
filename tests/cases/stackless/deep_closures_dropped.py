def wrap(f):
    def g():
        return f

    return g


f = None
for _ in range(200_000):
    f = wrap(f)
f = None
import functools

p = print
for _ in range(50_000):
    p = functools.partial(p) if False else functools.partial(int, p)
p = None
b = []
for _ in range(100_000):
    b = b.append if not callable(b) else [b]
b = None
print("dropped")
