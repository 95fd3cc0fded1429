t = int
for _ in range(100):
    t = (t,)
print(isinstance(1, t), issubclass(bool, t), isinstance("x", t))
t = int
for _ in range(100_000):
    t = (t,)
for f in (lambda: isinstance("x", t), lambda: issubclass(str, t)):
    try:
        print(f())
    except RecursionError as e:
        print(type(e).__name__)
t = None
try:
    raise ValueError(1)
except (KeyError, (OSError, ValueError) if False else ValueError) as e:
    print(repr(e))
