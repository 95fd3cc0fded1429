"""Options of dataclasses and fields, and what is refused."""

import copy
import inspect
import pickle
from collections import OrderedDict, defaultdict, namedtuple
from dataclasses import KW_ONLY, InitVar, asdict, astuple, dataclass, field, fields, is_dataclass, make_dataclass, replace
from typing import ClassVar


@dataclass(order=True, frozen=True, slots=True)
class Point:
    x: int
    y: int = field(default=2, compare=False, repr=False)
    tags: list = field(default_factory=list, hash=False)
    count: ClassVar[int] = 5
    _: KW_ONLY
    label: str = "here"


@dataclass
class Area:
    width: int
    scale: InitVar[int] = 3
    size: int = field(init=False)

    def __post_init__(self, scale):
        self.size = self.width * scale


@dataclass(kw_only=True, weakref_slot=True, slots=True)
class Options:
    first: int
    second: str = "x"


@dataclass
class Node:
    next: "Node" = None


def attempt(f, *args, **keywords):
    try:
        print(f(*args, **keywords))
    except Exception as e:
        print(type(e).__name__, e)


def refused(source):
    try:
        exec(source)
        print("accepted")
    except Exception as e:
        print(type(e).__name__, e)


p = Point(1)
print(p, Point.__match_args__, Point.__slots__, p == Point(1, 9), p < Point(2), inspect.signature(Point))
attempt(setattr, p, "x", 3)
attempt(delattr, p, "x")
attempt(setattr, p, "new", 3)
print(replace(p, x=9, label="there"), copy.replace(p, y=4).y, asdict(p), astuple(p))
attempt(replace, p, q=1)
attempt(lambda: p < 3)
attempt(lambda: hash(p) == hash((1, "here")))
print(pickle.loads(pickle.dumps(p)), copy.deepcopy(p))
print([(f.name, f.kw_only, f.init, f.compare) for f in fields(Point)])
print(Area(2), Area(2, 5).size)
attempt(replace, Area(2), width=1)
attempt(replace, Area(2), size=1, scale=1)
attempt(Area)
attempt(Area, 1, 2, 3)
attempt(Options, 1)
attempt(Options)
print(Options(first=1), Options.__slots__, inspect.signature(Options))
node = Node()
node.next = node
print(node, is_dataclass(Node), is_dataclass(node), is_dataclass(int))
Pair = namedtuple("Pair", "a b")
Bag = make_dataclass("Bag", ["pair", ("groups", dict), ("size", int, field(default=3))])
bag = Bag(Pair(Options(first=1), 2), defaultdict(list, {1: [Options(first=2)]}))
print(bag, asdict(bag), asdict(bag, dict_factory=OrderedDict))
for f in (lambda: fields(3), lambda: asdict(Point), lambda: make_dataclass("X", ["a", "a"]), lambda: make_dataclass("X", ["class"])):
    attempt(f)
for body in ("a: list = []", "a: int = 1\n    b: int", "a: KW_ONLY\n    b: KW_ONLY", "a: int = field(default=1, default_factory=int)"):
    refused(f"@dataclass\nclass X:\n    {body}")
for options in ("order=True, eq=False", "unsafe_hash=True", "slots=True", "frozen=True", "weakref_slot=True"):
    refused(f"@dataclass({options})\nclass X:\n    __slots__ = ('a',)\n    def __hash__(self): return 1\n    a: int")
refused("@dataclass(frozen=True)\nclass X(Area):\n    pass")
