# An attribute that was found before is found anew when anything between the object and it has changed.
from collections import namedtuple


class Base:
    def name(self):
        return "base"

    label = "base label"


class Child(Base):
    pass


def calls(objects):
    out = []
    for o in objects:
        m = o.name
        out.append((m(), o.label, o.__class__.__name__))
    return out


a, b = Child(), Child()
print(calls([a, b, a]))
Base.name = lambda self: "changed"
print(calls([a, b]))
Child.name = lambda self: "child"
Child.label = "child label"
print(calls([a, b]))
a.name = lambda: "own"
print(calls([a, b]))
del Child.name
del Child.label
print(calls([b]))
del Base.name
try:
    calls([b])
except AttributeError as e:
    print(e)
Base.name = property(lambda self: lambda: "property")
print(calls([b]))


class Other:
    def name(self):
        return "other"

    label = 1


Child.__bases__ = (Other,)
print(calls([b]))
b.__class__ = Other
print(calls([b]))


class Liar:
    __class__ = Other
    label = name = staticmethod(lambda: "liar")


print([type(x).__name__ + " " + x.__class__.__name__ for x in (Liar(), 1, "x", Liar, a)])

Point = namedtuple("Point", "x y")


class Named(Point):
    def total(self):
        return self.x + self.y


p = Named(1, 2)
p.extra = 5
print([(q.x, q.y) for q in (p, Point(3, 4), Named("a", "b"))], p.total(), p.extra)
p.__dict__["x"] = "hidden"
print(p.x)
Named.x = 7
print(p.x, p.y, Point(3, 4).x)
try:
    p.y = 1
except AttributeError as e:
    print(e)


class Meta(type):
    def greet(cls):
        return "meta " + cls.__name__

    shared = "of the metaclass"


class Made(metaclass=Meta):
    pass


print(Made.greet(), Made.shared)
Made.shared = "of the class"
print(Made.shared, [c.shared for c in (Made,)])
Meta.shared = property(lambda cls: "property of the metaclass")
print(Made.shared)

# special methods
class Counted:
    def __len__(self):
        return 1


c = Counted()
for n in (2, 3):
    print(len(c), bool(c))
    Counted.__len__ = lambda self, n=n: n
Counted.__bool__ = lambda self: False
print(len(c), bool(c))
del Counted.__len__
try:
    len(c)
except TypeError as e:
    print(e)


class Slots:
    __slots__ = ("v",)

    def get(self):
        return self.v


s = Slots()
s.v = 1
bound = [s.get for _ in range(3)]
s.v = 2
print([f() for f in bound], bound[0] == bound[1], bound[0] is bound[1], bound[0].__self__ is s)
