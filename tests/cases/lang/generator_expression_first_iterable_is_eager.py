def items():
    print("items called")
    return [1, 2]


g = (x * y for x in items() for y in items())
print("created")
print(next(g))
print(list(g))
try:
    (x for x in 5)
except TypeError as e:
    print(e)
g = (x for x in [1] for y in 5)
try:
    next(g)
except TypeError as e:
    print(e)
print(sum(x for x in range(5)), max((len(w), w) for w in ("aa", "b")), dict((k, 1) for k in "ab"))
