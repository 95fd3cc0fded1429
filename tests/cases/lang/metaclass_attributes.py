# Attributes of classes that have a metaclass of their own, looked up again and again while class and metaclass change.
from abc import ABC
from enum import Enum


class Colour(Enum):
    RED = 1
    BLUE = 2

    @classmethod
    def first(cls):
        return cls.RED

    def shout(self):
        return self.name + "!"


class Meta(type):
    def described(cls):
        return f"described {cls.__name__}"


class Thing(metaclass=Meta):
    size = 1

    def own(self):
        return "own"


class Small(Thing):
    pass


class Shape(ABC):
    sides = 4


def look():
    return Thing.size, Small.size, Thing.described(), Shape.sides, Colour.RED.value


def tell(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


for _ in range(4):
    print(look(), Colour.first().shout(), Thing.own(None), Colour.RED is Colour.RED)
Thing.size = 2
print(look(), look())
Small.size = 3
print(look(), look())
del Thing.size
tell(look)
Thing.size = 4
print(look(), look())

# a property of the metaclass comes first
Meta.size = property(lambda cls: f"property of {cls.__name__}")
print(look(), look())
del Meta.size
print(look(), look())
# what is no data descriptor comes after the class's own
Meta.size = 99
print(look(), look())
Meta.__getattribute__ = lambda cls, name: ("asked for", name) if name == "size" else type.__getattribute__(cls, name)
print(look(), look())
del Meta.__getattribute__
print(look(), look())


class Other(type):
    size = property(lambda cls: "of the other")


class Free(metaclass=Meta):
    size = 5


def free():
    return Free.size


print(free(), free())
Free.__class__ = Other
print(free(), free())
Free.__class__ = Meta
print(free(), free())
for c in (Thing, Free, Shape, int, Thing):
    for _ in range(2):
        print(getattr(c, "size", None), c.__name__, c.__dict__.get("size"))
