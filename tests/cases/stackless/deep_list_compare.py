def deep(n):
    a = []
    for _ in range(n):
        a = [a]
    return a


a, b = deep(100_000), deep(100_000)
# How deep a comparison may go depends on CPython's C stack: it answers, or gives up cleanly.
for op, right in (("a == b", True), ("a != b", False), ("a < b", False)):
    try:
        print(eval(op) is right)
    except RecursionError:
        print(True)
print(a == a, [a] == [a], deep(100) == deep(100), deep(100) < deep(101))
