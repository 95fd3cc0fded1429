class P:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Q:
    def __init__(self):
        self.z = 1


def m(v):
    match v:
        case {} if not v:
            return "empty mapping"
        case {"a": 1, **rest}:
            return f"a=1 {rest}"
        case {"b": [x, y]}:
            return f"b {x} {y}"
        case {"c": {"d": d}}:
            return f"nested {d}"
        case {1: "int", None: n}:
            return f"keys {n}"
        case dict():
            return "dict"
        case P(0, 0):
            return "origin"
        case P(x, y=0):
            return f"on x {x}"
        case P(x=0, y=y):
            return f"on y {y}"
        case P(x, y):
            return f"P {x} {y}"
        case Q(z=z):
            return f"Q {z}"
        case int(n) | float(n):
            return f"num {n}"
        case str(s):
            return f"str {s}"
        case list([a, *_]):
            return f"list {a}"
        case tuple((a, b)):
            return f"tuple {a}"
        case bool():
            return "bool"
        case type():
            return "type"
        case object():
            return "object"


for v in (
    {},
    {"a": 1, "z": 2},
    {"b": [1, 2]},
    {"c": {"d": 4}},
    {1: "int", None: 5},
    {"q": 1},
    P(0, 0),
    P(5, 0),
    P(0, 7),
    P(1, 2),
    Q(),
    5,
    1.5,
    "s",
    [1, 2],
    (3, 4),
    True,
    int,
    None,
):
    print(m(v))


class NoArgs:
    pass


class BadArgs:
    __match_args__ = 5


class BadItem:
    __match_args__ = (1,)


def t(f):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)


def a():
    match NoArgs():
        case NoArgs(1):
            pass


def b():
    match BadArgs():
        case BadArgs(1):
            pass


def c():
    match BadItem():
        case BadItem(1):
            pass


def d():
    match P(1, 2):
        case P(1, 2, 3):
            pass


def e():
    match 5:
        case len():
            pass


def f():
    match P(1, 2):
        case P(1, x=1):
            pass


def g():
    match 5:
        case int(1, 2):
            pass


for x in (a, b, c, d, e, f, g):
    t(x)
match {"x": 1, "y": 2}:
    case {"x": 1}:
        print("subset matches")
from collections import defaultdict, OrderedDict

dd = defaultdict(list)
match dd:
    case {"missing": x}:
        print("no")
    case _:
        print("no default made", dict(dd))


class Prop:
    @property
    def p(self):
        raise AttributeError("hidden")


match Prop():
    case Prop(p=1):
        print("no")
    case _:
        print("attribute missing is no match")


class Props:
    @property
    def p(self):
        raise ValueError("propagates")


try:
    match Props():
        case Props(p=1):
            pass
except ValueError as e:
    print(e)
