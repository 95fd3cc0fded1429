"""Built-in iterators: what they yield, what they say about themselves, how they end."""
import sys


def attempt(make):
    try:
        print(repr(make()))
    except Exception as error:
        print(type(error).__name__, error)


class Seq:
    def __getitem__(self, i):
        if i >= 3:
            raise IndexError
        return i * 10

    def __len__(self):
        return 3


print(list(Seq()), list(reversed(Seq())), 20 in Seq(), list(enumerate(Seq())), tuple(Seq()), set(Seq()))
for source in ([1, 2], (1, 2), {1: 2}, {1: 2}.values(), {1: 2}.items(), {1}, "ab", "a\u20ac", b"a", range(3), range(10**30), Seq()):
    it = iter(source)
    print(type(it).__name__, it is iter(it), next(it), it.__length_hint__() if hasattr(it, "__length_hint__") else None)
for source in ([1, 2], (1, 2), {1: 2}, {1: 2}.keys(), {1: 2}.values(), {1: 2}.items(), range(3), "ab", Seq()):
    it = reversed(source)
    print(type(it).__name__, list(it), list(it))
grow = [1]
it = iter(grow)
print(next(it), next(it, "end"))
grow.append(2)
print(next(it, "still"))
numbers = iter(range(5))
print(list(zip(numbers, numbers)), list(numbers))
counter = iter([1, 2, 3, 0, 4])
print(list(iter(lambda: next(counter), 0)), list(counter))
print(list(enumerate("abc", start=5)), list(enumerate([], 10**30)), list(enumerate("ab", 10**30)))
print(list(zip()), list(zip("ab", [1, 2], (3, 4))), list(zip("abc", [1])))
print(list(map(lambda *a: a, [1, 2], "ab")), list(map(str, [1, 2])), list(map(max, [1, 5], [3, 2])))
print(list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, [1, 2, 3])), list(filter(bool, [0, 3])))
print(next(enumerate(zip("a", map(ord, "a")))), list(map(None.__eq__, [None]))[:1])
attempt(lambda: list(zip([1], [], strict=True)))
attempt(lambda: list(zip([1], [1, 2], strict=True)))
attempt(lambda: list(zip([], [], [1], strict=True)))
attempt(lambda: list(map(max, [1], [], strict=True)))
attempt(lambda: list(map(lambda a, b: a + b, [1, 2], [3, 4], strict=True)))
attempt(lambda: next(iter([])))
attempt(lambda: next([]))
attempt(lambda: iter(5))
attempt(lambda: iter(5, 6))
attempt(lambda: reversed({1}))
attempt(lambda: reversed(5))
attempt(lambda: enumerate())
attempt(lambda: enumerate(5))
attempt(lambda: enumerate([], "a"))
attempt(lambda: zip(1))
attempt(lambda: map(1))
attempt(lambda: filter(None))
attempt(lambda: filter(None, 1))
d = {1: 1, 2: 2}


def grows():
    for k in d:
        d[k + 10] = 1


attempt(grows)
s = {1, 2}


def shrinks():
    for k in s:
        s.discard(k)


attempt(shrinks)


def keys_change():
    e = {1: 1}
    for k in e:
        del e[k]
        e[k] = 1


attempt(keys_change)


def raises():
    yield 1
    raise StopIteration(5)


attempt(lambda: list(raises()))


def stop(x):
    raise StopIteration


print(list(map(stop, [1, 2])))
print(range(10)[2:8:3], range(10)[::-1], range(0), range(5, 0, -2), list(range(5, 0, -2)), len(range(-10**18, 10**18)))
print(range(3) == range(0, 3, 1), range(0) == range(5, 5), hash(range(3)) == hash(range(0, 3)), range(10**20, 10**20 + 9, 3)[-1])
print(5 in range(10), 5.0 in range(10), 10**25 in range(10**30), "a" in range(3), range(1, 10, 3).index(7), range(5).count(2))
print(sys.maxsize in range(sys.maxsize), list(range(sys.maxsize - 1, sys.maxsize + 2)), list(reversed(range(10**19, 10**19 + 3))))
attempt(lambda: range(5)[5])
attempt(lambda: range(5)["a"])
attempt(lambda: range(1, 2, 0))
attempt(lambda: range(1.5))
attempt(lambda: range())
attempt(lambda: range(5).index(9))
attempt(lambda: len(range(10**30)))
print(slice(1, 10, 2).indices(7), slice(None, None, -1).indices(4), slice(1, 2) == slice(1, 2), slice(1) < slice(2), hash(slice(1, 2)))
attempt(lambda: slice(1).indices(-1))
attempt(lambda: slice(1, 2, 0).indices(5))
