def source():
    yield from range(3)


def layer(g):
    for x in g:
        yield x + 1


g = source()
for _ in range(500):
    g = layer(g)
print(list(g))


def deleg(n):
    if n:
        return (yield from deleg(n - 1))
    got = yield "bottom"
    return got


g = deleg(400)
print(next(g))
try:
    g.send("up")
except StopIteration as e:
    print(e.value)
g = deleg(400)
next(g)
try:
    g.throw(KeyError("through all"))
except KeyError as e:
    print(e)
g = deleg(400)
next(g)
g.close()
print("closed")
h = iter([1])
for _ in range(100_000):
    h = (x for x in [h])
h = None
print("dropped unstarted")
