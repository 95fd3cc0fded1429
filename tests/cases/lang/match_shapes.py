"""One match statement for many shapes of values, and what is wrong with some patterns."""

import collections
import enum
from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: int


class Colour(enum.Enum):
    RED = 1


class Pair:
    __match_args__ = ("first", "second")

    def __init__(self, first, second):
        self.first, self.second = first, second


def describe(value):
    match value:
        case 0 | 1 | -1:
            return "small"
        case 3.5 | 2j | -1 - 2j:
            return "number"
        case None | True | False:
            return "singleton"
        case Colour.RED:
            return "member"
        case [] | ():
            return "empty"
        case [x]:
            return f"only {x}"
        case [first, *_, last] if first == last:
            return f"ends alike: {first}"
        case (x, y):
            return f"pair of {x} and {y}"
        case {"key": key, **rest} if rest:
            return f"key {key} and {rest}"
        case {}:
            return "mapping"
        case Point(x=0):
            return "on the axis"
        case Point(x, y) as p:
            return f"{p} at {x}, {y}"
        case Pair(1, second=other):
            return f"one and {other}"
        case int(n) | float(n):
            return f"the number {n}"
        case str() | bytes():
            return "text"
        case [*_]:
            return "sequence"
        case _:
            return "something else"


for value in (
    *(0, -1, 3.5, 2j, -1 - 2j, None, True, Colour.RED, [], [5], [2, 3, 2], (8, 9), 77, 7.5, "s", b"s", range(4)),
    *({"key": 1, "more": 2}, {"key": 1}, {}, Point(0, 1), Point(9, 1), Pair(1, 2), Pair(2, 2), {1, 2}, bytearray(b"x")),
    *(collections.deque([1, 2]), collections.UserDict(key=1, z=2), object),
):
    print(type(value).__name__, "|", describe(value))

for source in (
    "match 1:\n case int(1, 2): pass",
    "class Q:\n __match_args__ = 'ab'\nmatch Q():\n case Q(1): pass",
    "class Q:\n __match_args__ = (1,)\nmatch Q():\n case Q(1): pass",
    "class Q: pass\nmatch Q():\n case Q(1): pass",
    "match 1:\n case x: pass\n case y: pass",
    "match 1:\n case x | 1: pass",
    "match 1:\n case [a, a]: pass",
    "match 1:\n case {'a': 1, 'a': 2}: pass",
    "match 1:\n case {**r, 'a': 1}: pass",
    "match 1:\n case [*a, *b]: pass",
    "match 1:\n case 1 + 2: pass",
    "match 1:\n case f'x': pass",
    "match 1:\n case 3(): pass",
    "match {'a': 1}:\n case {'a': 1, **_}: pass",
    "match = 1; case = 2; print(match, case)",
):
    try:
        exec(source)
        print("accepted")
    except Exception as e:
        print(type(e).__name__, e)
