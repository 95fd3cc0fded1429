# What special methods answer is checked, wherever the answer goes: to an expression, a branch, a native, a container's lookup.
class Odd:
    def __init__(self, answer):
        self.answer = answer

    def __bool__(self):
        return self.answer

    def __len__(self):
        return self.answer

    def __hash__(self):
        return self.answer

    def __iter__(self):
        return self.answer


class Index:
    def __index__(self):
        return 7


def tell(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


def branch(x):
    if x:
        return "yes"
    return "no"


def loop(x):
    out = []
    while not x:
        out.append(1)
        x = True
    return [1 for _ in range(2) if not x], x and 1, out


def walk(x):
    return [i for i in x]


for answer in (True, False, 1, None, "text", -1, 2**70, -(2**70), Index(), iter([3, 4]), [1]):
    odd = Odd(answer)
    print("---", type(answer).__name__)
    for f in (bool, branch, loop, len, hash, walk, iter, any, list):
        tell(lambda: str(f([odd]) if f is any else f(odd)).split(" object at ")[0])


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


for n in (0, 3, -1, 1.5, Index(), 2**80):
    tell(len, Sized(n))
    tell(branch, Sized(n))


class Key:
    def __init__(self, name, fails=None):
        self.name, self.fails = name, fails

    def __hash__(self):
        if self.fails:
            raise self.fails
        return hash(self.name)

    def __eq__(self, other):
        print("eq", self.name, getattr(other, "name", other))
        return isinstance(other, Key) and self.name == other.name

    def __repr__(self):
        return f"Key({self.name})"


table = {}
table[Key("a")] = 1
table[Key("b")] = 2
table[Key("a")] = 3
same = Key("c")
table[same] = 4
print(table, table[same], Key("b") in table, Key("z") in table, same in table)
tell(lambda: table[Key("z")])
tell(lambda: table[Key("z", TypeError("no hash"))])
tell(lambda: table.__setitem__(Key("z", TypeError("no hash")), 1))
tell(lambda: Key("z", ValueError("bad")) in table)


def store(key):
    table[key] = 0


tell(store, Key("q", TypeError("nor this")))
tell(store, Key("q", LookupError("nor that")))


class Collides:
    def __hash__(self):
        return 5

    def __eq__(self, other):
        if grow:
            for i in range(100):
                crowd[i] = i
            grow.clear()
        return self is other


grow = []
crowd = {Collides(): i for i in range(3)}
mine = Collides()
crowd[mine] = "mine"
grow.append(1)
print(crowd[mine], len(crowd))


# a `__new__` in Python
class Single:
    made = None

    def __new__(cls):
        if cls.made is None:
            cls.made = object.__new__(cls)
        return cls.made


class Number(int):
    def __new__(cls, text, base=10):
        return super().__new__(cls, text, base)


class Other:
    def __new__(cls, *args):
        return ("other", args)


class Base:
    def __new__(cls, kind, *args):
        chosen = {"base": Base, "derived": Derived}[kind]
        return super().__new__(chosen)


class Derived(Base):
    def __init__(self, *args):
        print("init", args)


class Late:
    def __new__(cls, *args):
        cls.__init__ = lambda self, *args: print("late", args)
        return object.__new__(cls)


class Fails:
    def __new__(cls, x):
        raise ValueError(x)


class Box:
    Number = Number
    Single = Single


print(Single() is Single(), Single().__class__.__name__)
print(Number("12"), Number("ff", 16), Box.Number("7"), type(Box.Number("7")).__name__, Box.Single() is Single())
print(Other(1, 2), type(Base("base", 1)).__name__, type(Base("derived", 1, 2)).__name__, type(Late(1)).__name__)
tell(Fails, "refused")
tell(lambda: Fails("refused"))
tell(lambda: Number())
tell(lambda: Number("x"))


class Dies:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


class Keeps:
    def __new__(cls, what):
        print("new")
        return object.__new__(cls)


keeps = Keeps(Dies("argument"))
print("after")


# a slice takes other items
items = [Dies(1), Dies(2), Dies(3)]
items[:2] = []
print([d.name for d in items])
items[5:1] = (4, 5)
print(items[1:])
items[1:] = items
print(len(items), items[1] is items[0])
del items[0], items[0]
print("left", items)


# what the function of a map raises ends the loop if it is StopIteration
def until(n):
    if n > 2:
        raise StopIteration("enough")
    return n


print([x for x in map(until, range(9))])
for x in map(until, [1, 2, 3, 4]):
    print(x)
else:
    print("ended")
try:
    for x in map(lambda n: 1 // n, [1, 0]):
        print(x)
except ZeroDivisionError as e:
    print("raised", e)
