# One place in the program asks instances of many layouts: attributes in order, in another order, added from outside, in `__dict__`,
# in slots, hidden by instances; and classes that change between two looks.


class Plain:
    kind = "class"

    def __init__(this, a, b):
        this.a = a
        this.b = b

    def describe(self):
        return f"{type(self).__name__} {self.a} {self.b} {self.kind}"

    @staticmethod
    def fixed():
        return "static"

    @classmethod
    def named(cls):
        return cls.__name__

    @property
    def total(self):
        return self.a + self.b


class Other(Plain):
    kind = "other"

    def describe(self):
        return "other: " + super().describe()


class Slotted:
    __slots__ = ("a", "b")
    kind = "slotted"

    def __init__(self, a, b):
        self.b = b
        self.a = a

    def describe(self):
        return f"slots {self.a} {self.b} {self.kind}"

    def fixed(self):
        return "method"

    named = fixed
    total = 7


class Bag:
    kind = "bag"

    def describe(self):
        return "bag " + ",".join(vars(self))

    fixed = named = describe
    total = 1


def backwards():
    p = Plain.__new__(Plain)
    p.b = 20
    p.a = 10
    return p


def looked_into():
    p = Plain(3, 4)
    p.__dict__["kind"] = "instance"
    return p


def hiding():
    p = Plain(5, 6)
    vars(p)["describe"] = lambda: "hidden"
    vars(p)["fixed"] = lambda: "hidden too"
    return p


def filled():
    b = Bag()
    for i in range(40):
        setattr(b, f"n{i}", i)
    b.a, b.b = 1, 2
    return b


things = [Plain(1, 2), backwards(), looked_into(), hiding(), Other(7, 8), Slotted(9, 10), filled(), Bag()]
things[-1].b = 0
things[-1].a = 0
for _ in range(3):
    for t in things:
        print(t.describe()[:40], t.a, t.b, t.kind, t.fixed()[:10], t.named()[:10], t.total)

for round in range(2):
    for t in things:
        t.a = t.b
        t.b += round
        t.a += 1
    print([(t.a, t.b) for t in things])

# an attribute that comes and goes
for t in things[:3]:
    t.kind = "own"
    print(t.kind, end=" ")
    del t.kind
    print(t.kind, end=" ")
    vars(t)["kind"] = "again"
    print(t.kind)
for t in things[:5]:
    del t.a
    try:
        print(t.a)
    except AttributeError as e:
        print(e)
    t.a = "back"
    print(t.a, list(vars(t))[-1])

# the class changes under the same places
def look(t):
    return t.kind, t.describe()


first = Plain(1, 1)
vars(first)
print(look(first), look(Plain(2, 2)))
Plain.describe = lambda self: "new"
Plain.kind = property(lambda self: "data descriptor")
print(look(first), look(Plain(2, 2)))
first.__dict__["kind"] = "hidden by the property"
print(look(first))
try:
    first.kind = 1
except AttributeError as e:
    print(e)
Plain.kind = "plain again"
print(look(first))
first.__class__ = Other
print(look(first), first.a)
first.__dict__ = {"a": "replaced", 5: "not a name"}
print(first.a, look(first))
