"""help() for classes of a program: what methods inherit their texts from, and its own attributes."""

import dataclasses
import enum
import inspect


@dataclasses.dataclass(order=True)
class Point:
    """A point."""

    x: int
    y: int = 0

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def length(self):
        """How far it is away."""


class Colour(enum.Enum):
    """Colours."""

    RED = 1

    @property
    def pretty(self):
        """Its name, written small."""


class Stack(list):
    def push(self, item, /, *, times: int = 1) -> None:
        """Puts an item on top."""

    def __len__(self):
        return 0

    @classmethod
    def filled(cls, *items):
        """One that has items."""


help(Point)
help(Stack.push)
print(inspect.getdoc(Colour), inspect.getdoc(Colour.pretty))
for method in (Point.__init__, Point.__eq__, Point.__repr__, Point.__lt__, Stack.__len__, Stack.filled):
    print(method.__name__, "|", inspect.getdoc(method))
print(Point.__add__.__doc__, Point.__dict__["__dict__"].__doc__, Point.__dict__["__weakref__"].__doc__)
for method in (object.__init__, object.__new__, int.__radd__, float.__floordiv__, list.__setitem__, set.__isub__, str.__mod__):
    print(method.__qualname__, "|", method.__doc__)
