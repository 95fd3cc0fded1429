"""What lists, tuples, dicts and sets say when they are used wrongly."""


def attempt(text):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "->", type(error).__name__, error, getattr(error, "__notes__", ""))


for text in """dict([1])
dict([(1, 2, 3)])
dict(1)
dict([1], 2)
dict.fromkeys(1)
{}[[]]
{}.get([])
{[]: 1}
{}.pop([])
{}.setdefault([], 1)
[] in {}
{[]}
set([[]])
set().add([])
[] in set()
{1} in {frozenset([1])}
set().remove({1})
set().discard([])
{}.popitem()
{}.pop(1)
set().pop()
set().remove(5)
set() | []
set() < []
{} | []
{} < {}
list(1)
list(1, 2)
[1, 2][1:2:0]
[1][10**30]
[].pop()
[1].pop(5)
[].pop("a")
[].insert("a", 1)
[].remove(1)
[].index(1)
(1,).index(5)
[1].index(1, "a")
[1] + (1,)
(1,) + [1]
[1] * "a"
[1] * 1.5
[1] * 10**30
[1] < (1,)
tuple(1)
sum(["a"])
sum(["a"], "")
sum([b""], b"")
min()
min([])
min(1)
min(1, 2, default=3)
max([])
sorted()
sorted(1)
sorted([1], 5)
[].sort(1)
any(1)
all()
hash([])
hash({})
len(5)
[].append()
[].append(1, 2)
{}.get()
{}.update(1, 2)
{}.update(1)
{}.update([1])
{}.update([(1,)])
[].extend(1)
[1, 2, 3].__setitem__(slice(0, 2), 5)
[1, 2, 3].__setitem__(slice(0, 3, 2), [1])
[1].__setitem__(5, 1)
[1].__delitem__(5)
[1].__delitem__("a")
set().intersection(1)
set(1)
set(1, 2)
frozenset(1, 2)
{}.keys() | 1
{}.keys() < 1
{}.values() == {}.values()
list[int]
dict[str, int]""".splitlines():
    attempt(text)


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 1

    def __eq__(self, other):
        if self.n == 13 or other.n == 13:
            raise ZeroDivisionError("thirteen")
        return self.n == other.n

    def __repr__(self):
        return f"K{self.n}"


d = {Key(1): "a", Key(2): "b"}
print(d[Key(2)], Key(3) in d, d, {Key(1), Key(1), Key(2)}, [Key(1)].index(Key(1)), d == {Key(2): "b", Key(1): "a"})
for act in (lambda: d[Key(13)], lambda: Key(13) in set(d), lambda: d.update({Key(13): 1}), lambda: [Key(1)].index(Key(13))):
    try:
        act()
    except ZeroDivisionError as error:
        print(error, d)


class Unhashable:
    __hash__ = None


class Evil:
    def __init__(self, table):
        self.table = table

    def __hash__(self):
        return 7

    def __eq__(self, other):
        self.table.clear()
        return False


try:
    {Unhashable(): 1}
except TypeError as error:
    print(error)
table = {}
table[Evil(table)] = 1
table[Evil(table)] = 2
print(len(table))
