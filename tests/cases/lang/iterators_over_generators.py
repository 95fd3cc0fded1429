# Built-in iterators over generators: order of effects, ends, errors, overlapping steps, what is let go of and when.
from itertools import accumulate, chain, dropwhile, filterfalse, islice, starmap, takewhile, zip_longest


def told(name, items):
    try:
        for item in items:
            print(f"{name} gives {item!r}")
            yield item
        print(f"{name} ends")
    finally:
        print(f"{name} closed")


def shown(label, make):
    try:
        print(label, list(make()))
    except Exception as e:
        print(label, type(e).__name__, e)


def keep(x):
    print("asked about", x)
    return x % 2


def stop(x):
    if x == 2:
        raise StopIteration("ignored")
    return x


shown("zip", lambda: zip(told("a", [1, 2]), told("b", "xyz")))
shown("zip short", lambda: zip(told("a", [1, 2, 3]), told("b", "x"), strict=True))
shown("zip long", lambda: zip(told("a", [1]), told("b", "xy"), strict=True))
shown("zip even", lambda: zip(told("a", [1]), told("b", "x"), strict=True))
shown("zip none", lambda: zip())
shown("map two", lambda: map(lambda x, y: (x, y), told("a", [1, 2]), told("b", "xy")))
shown("map strict", lambda: map(max, told("a", [1, 2]), told("b", [3]), strict=True))
shown("map stops", lambda: map(stop, told("a", [1, 2, 3])))
shown("map raises", lambda: map(lambda x: 1 // x, told("a", [1, 0, 2])))
shown("filter", lambda: filter(keep, told("a", [1, 2, 3])))
shown("filter none", lambda: filter(None, told("a", [0, "", 3, [], [0]])))
shown("filterfalse", lambda: filterfalse(keep, told("a", [1, 2, 3])))
shown("takewhile", lambda: takewhile(keep, told("a", [1, 3, 2, 5])))
shown("dropwhile", lambda: dropwhile(keep, told("a", [1, 3, 2, 5])))
shown("islice", lambda: islice(told("a", range(10)), 1, 6, 2))
shown("islice none", lambda: islice(told("a", range(10)), 0))
shown("chain", lambda: chain(told("a", [1]), [], told("b", [2]), "c"))
shown("chain error", lambda: chain(told("a", [1]), 5, told("b", [2])))
shown("chain from", lambda: chain.from_iterable(told("c", [[1, 2], (3,)])))
shown("enumerate", lambda: enumerate(told("a", "xy"), 10**20))
shown("accumulate", lambda: accumulate(told("a", [1, 2, 3])))
shown("accumulate f", lambda: accumulate(told("a", [1, 2, 3]), lambda x, y: x * 10 + y, initial=7))
shown("starmap", lambda: starmap(lambda *a: a, told("a", [(1, 2), [3], "xy"])))
shown("longest", lambda: zip_longest([1, 2, 3], "a", fillvalue="-"))
shown("longest dict", lambda: zip_longest({1: 2}, range(2)))
shown("nested", lambda: zip(map(str, filter(keep, told("a", range(4)))), enumerate(islice(told("b", "xyz"), 2))))

# consumers that end early
print(any(map(keep, told("a", [2, 3, 4]))))
print(all(map(keep, told("a", [1, 2, 3]))))
print(sum(map(abs, told("a", [-1, -2.5, 3]))), set(filter(None, told("a", [1, 1.0, True, 2]))))
print(next(told("a", []), "default"), next(iter([]), "nothing"))
g = told("n", [1])
print(next(g), next(g, "over"), next(g, "still over"))
try:
    next(g)
except StopIteration as e:
    print("stopped", e.args)

# a step inside a step
inner = iter(())


def again(x):
    return (x, next(inner, None))


inner = map(again, iter(range(6)))
print(list(inner))
c = chain(iter([1]), map(lambda x: (x, next(c, "none")), [2, 3]), [4])
print(list(c))

# a generator that is resumed while it runs
def itself():
    yield next(z)


z = zip(itself())
try:
    print(next(z))
except ValueError as e:
    print(e)


# keys of a sort raise what they like
for error in (StopIteration, ValueError):
    def key(x):
        raise error("key")

    try:
        sorted([1, 2], key=key)
    except Exception as e:
        print(type(e).__name__, e)
print(sorted(["b", "A", "c"], key=str.lower), sorted(range(5), key=lambda x: (x % 2, -x)))


# yields through a chain of generators, thrown into and closed at any depth
def leaf():
    try:
        got = yield 1
        print("leaf got", got)
        yield 2
    except KeyError as e:
        print("leaf caught", e)
        yield "after"
    return "leaf result"


def middle():
    result = yield from leaf()
    print("middle", result)
    yield from range(2)
    return result


def outer():
    try:
        return (yield from middle())
    finally:
        print("outer done")


g = outer()
print(next(g), g.send("hello"), [x for x in g])
g = outer()
print(next(g), g.throw(KeyError("k")), next(g), g.gi_yieldfrom is not None)
g.close()
g = outer()
next(g)
del g
print(list(outer()))
