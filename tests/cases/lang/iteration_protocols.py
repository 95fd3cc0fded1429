class It:
    def __init__(self, n):
        self.i, self.n = 0, n

    def __iter__(self):
        return self

    def __next__(self):
        if self.i >= self.n:
            raise StopIteration("done")
        self.i += 1
        return self.i


print(
    list(It(3)),
    [*It(2)],
    sum(It(4)),
    max(It(3)),
    2 in It(3),
    dict(zip(It(2), "ab")),
    tuple(It(2)),
    ",".join(str(x) for x in It(3)),
)


class Get:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * 10


print(list(Get()), 20 in Get(), [x for x in Get()], iter(Get()).__class__.__name__)
a, b, c = Get()
print(a, b, c)


class R(Get):
    def __len__(self):
        return 3


print(list(reversed(R())))
for bad in (
    type("NoNext", (), {"__iter__": lambda s: 5}),
    type("None", (), {"__iter__": None}),
    type("Raises", (), {"__iter__": lambda s: 1 / 0}),
):
    try:
        list(bad())
    except Exception as e:
        print(type(e).__name__, e)
it = iter([1, 2])
print(next(it), next(it), next(it, "default"))
try:
    next(it)
except StopIteration as e:
    print("stop", e.args)
try:
    next(5)
except TypeError as e:
    print(e)
n = iter(lambda s=[3, 2, 1, 0]: s.pop(0), 0)
print(list(n))
e = enumerate("ab", 5)
print(next(e), list(e), list(e))
z = zip([1, 2, 3], "ab")
print(list(z))
m = map(lambda a, b: a + b, [1, 2], [10, 20, 30])
print(next(m), list(m))
f = filter(None, [0, 1, "", "x"])
print(list(f))
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as x:
    print(x)
l = [1, 2, 3]
i = iter(l)
next(i)
l.append(4)
print(list(i), i.__length_hint__())
l.append(5)
print(list(i))
r = reversed([1, 2, 3])
print(next(r), r.__length_hint__(), list(r))


class Hint:
    def __iter__(self):
        return iter([1])

    def __length_hint__(self):
        return -5


try:
    print(list(Hint()))
except ValueError as x:
    print(x)
print(list(map(lambda *a: a, "ab", "cd", "e")), list(zip()), list(enumerate([], 1)), [x for x in iter("x")])
