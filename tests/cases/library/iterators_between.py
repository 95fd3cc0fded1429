# Iterators between a loop and a generator: what they take, when the generator ends, raises or is used elsewhere at the same time.
from functools import reduce
from itertools import accumulate, chain, dropwhile, filterfalse, groupby, islice, takewhile


def numbers(n, fails=None):
    try:
        for i in range(n):
            yield i
        if fails:
            raise fails
    finally:
        print("closed", n)


def tell(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


# islice takes no more than it gives
source = numbers(10)
for x in islice(source, 3):
    print(x, end=" ")
print("next", next(source))
for x in islice(source, 1, 4, 2):
    print(x, end=" ")
print("next", next(source))
part = islice(source, 2)
for x in part:
    print("first of two", x)
    break
print(list(part), list(part), next(source, "over"))
for x in islice(numbers(2), 5):
    print(x)
for x in islice(numbers(2), 0):
    print("never")

# chain goes on with the next one, also after an exception
link = chain(numbers(2), [7, 8], numbers(0), numbers(1, KeyError("inside")), numbers(2))
while True:
    try:
        for x in link:
            print(x)
        break
    except KeyError as e:
        print("caught", e)
print(next(link, "over"))
for x in chain.from_iterable(numbers(i) for i in range(3)):
    print(x)
for a, b in zip(chain(numbers(2), numbers(1)), islice(numbers(9), 2, None)):
    print(a, b)
print(sum(chain(numbers(3), islice(numbers(5), 2))), max(chain(numbers(2), numbers(4))))


# a loop in a generator over a chain that is stopped early
def early():
    for x in chain(numbers(3), numbers(3)):
        yield x


for x in early():
    if x == 1:
        break
print("left")


# an iterator that its own generator asks
def asks():
    yield 1
    try:
        next(again)
    except ValueError as e:
        print("refused:", e)
    yield 2


again = chain(asks())
for x in again:
    print(x)


# a map in a loop
def double(x):
    if x == 3:
        raise ValueError("three")
    return x * 2


tell(lambda: [x for x in map(double, range(5))])
for x in map(double, range(2)):
    print(x)
for x in map(double, numbers(2)):
    print(x)
for x in map(lambda a, b: (a, b), [1, 2], "xyz"):
    print(x)
for x in map(numbers, [1]):
    print(list(x))

# predicates, and where an iterator cannot be had
print(list(takewhile(lambda x: x < 3, numbers(9))), list(dropwhile(lambda x: x < 3, range(5))))
print(list(filterfalse(None, [0, 1, 2])), list(filter(lambda x: x % 2, numbers(5))))
for make in (takewhile, dropwhile, filterfalse, filter, map):
    tell(lambda: make(len, 5))
tell(lambda: list(accumulate(5)))
tell(lambda: list(groupby(5)))
tell(lambda: reduce(max, 5))


# accumulate and reduce
class Sum:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        return Sum(self.value + other.value)

    def __eq__(self, other):
        return self.value % 3 == other.value % 3

    def __repr__(self):
        return f"Sum({self.value})"


print(list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], initial=10)), list(accumulate([], initial=None)))
print(list(accumulate(numbers(4), lambda a, b: a * 10 + b)), list(accumulate(map(Sum, range(4)))))
print(reduce(lambda a, b: a + b, numbers(4)), reduce(lambda a, b: a + b, [], "start"), reduce(max, [3, 9, 2], 5))
print(reduce(Sum.__add__, map(Sum, range(4))), reduce(None, [1]), reduce(lambda a, b: b, iter([1, 2])))
tell(lambda: reduce(lambda a, b: a + b, []))
tell(lambda: reduce(lambda a, b: a / b, [1, 0]))


def stop(a, b):
    raise StopIteration("no end")


tell(lambda: reduce(stop, [1, 2]))
tell(lambda: list(accumulate([1, 2], stop)))


# groupby
def show(groups):
    return [(k, list(g)) for k, g in groups]


print(show(groupby("aabbba")), show(groupby(numbers(5), key=lambda x: x // 2)), show(groupby([])))
print([k for k, g in groupby([1, 1, 2, 3, 3])], show(groupby(map(Sum, [0, 3, 1, 4, 6]))))
groups = groupby([1, 1, 2, 2])
one, first = next(groups)
print(one, next(first))
two, second = next(groups)
print(list(first), two, list(second), next(groups, "over"), list(second))
groups = groupby([1, 2, 3], key=lambda x: 1 // (x - 2) and 1)
k, g = next(groups)
tell(lambda: list(g))
tell(lambda: next(groups))


class Never:
    def __eq__(self, other):
        raise RuntimeError("no comparing")


tell(lambda: show(groupby([Never(), Never()])))
same = Never()
tell(lambda: len(show(groupby([same, same]))[0][1]))

# any and all stop at once
taken = iter([0, 0, 5, 6, 0])
print(any(taken), list(taken), all([1, "a", [0]]), all([1, "", 2]), any([]), all(()), any({0: 1}), all({"": 1}), any("x"))


class Truth:
    def __init__(self, answer):
        self.answer = answer

    def __bool__(self):
        print("asked", self.answer)
        if self.answer is None:
            raise ValueError("neither")
        return self.answer


print(any([0, Truth(False), Truth(True), Truth(False)]), all((1, Truth(True), 0, Truth(True))))
tell(lambda: any([Truth(False), Truth(None), Truth(True)]))
changes = {1: 1, 2: 2}


def grow():
    for k in changes:
        changes[len(changes) + 1] = 1
        yield k


tell(lambda: all(grow()))

# sets and lists of what needs Python
print(sorted(set([3, 1, 3])), sorted(set(range(3))), set(()), frozenset("aa"), len(set(map(str, range(5)))))
tell(lambda: set([1, [2]]))
tell(lambda: set(5))
tell(lambda: set([1], [2]))


class Key:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        return isinstance(other, Key)


print(len(set([Key(), 1, Key(), 2])), len(set(Key() for _ in range(3))), len({Key()} | frozenset([Key(), 3])))
left = {1, 2}
left |= frozenset([2, 5])
print(sorted(left), sorted(left & frozenset([5])), sorted(frozenset([1]) | {2}), type(frozenset([1]) | {2}).__name__)


# exceptions made by classes of their own
class Refused(Exception):
    def __init__(self, amount, *rest):
        super().__init__(f"refused {amount}", *rest)
        self.amount = amount


class Silent(ValueError):
    pass


class Quiet(Exception):
    def __init__(self, x):
        self.x = x


for e in (Refused(3), Refused(4, 5), Silent(1, 2), Silent(), Quiet(9), StopIteration(8), OSError(2, "gone"), KeyError("k")):
    print(repr(e), e.args, str(e), getattr(e, "amount", None), getattr(e, "value", None), getattr(e, "errno", None))
tell(lambda: Quiet())
tell(lambda: Silent(a=1))
tell(lambda: Refused())


class Root:
    def __init__(self, *args):
        super().__init__()
        print("root", args)


class Listed(list, Root):
    def __init__(self, items):
        super().__init__(items)
        self.append(0)

    def append(self, x):
        super().append(x)
        super().append(-x)


print(Listed([1]), Listed("ab") == ["a", "b", 0, 0])
Root(1)
