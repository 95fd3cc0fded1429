def deep(n):
    d = {}
    for _ in range(n):
        d = {"k": d}
    return d


a, b = deep(100_000), deep(100_000)
try:
    print(a == b)
except RecursionError:
    print(True)
for op in ("repr(a)", "str([a])", "f'{a}'"):
    try:
        print(eval(op))
    except RecursionError as e:
        print(op, type(e).__name__)
print(deep(50) == deep(50), len(repr(deep(50))))
