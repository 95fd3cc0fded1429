"""A dataclass with slots is made anew: its `__weakref__` is that of the new class."""
import dataclasses
import weakref


@dataclasses.dataclass(slots=True, weakref_slot=True)
class Point:
    x: int


point = Point(1)
reference = weakref.ref(point)
print(point.__weakref__ is reference, Point.__slots__)


@dataclasses.dataclass(slots=True)
class Plain:
    x: int


try:
    weakref.ref(Plain(1))
except TypeError as error:
    print(error)
print(hasattr(Plain(1), "__dict__"), hasattr(Plain(1), "__weakref__"))


@dataclasses.dataclass(slots=True)
class Child(Point):
    y: int = 2


child = Child(1)
reference = weakref.ref(child)
print(child.__weakref__ is reference, Child.__slots__)
