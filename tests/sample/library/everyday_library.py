"""Everyday use of the standard library: not a test, but a sample of which functions of the library programs commonly need."""

import abc
import base64
import bisect
import calendar
import collections
import contextlib
import copy
import csv
import dataclasses
import datetime
import decimal
import enum
import fractions
import functools
import hashlib
import heapq
import inspect
import io
import itertools
import json
import math
import operator
import os
import pathlib
import random
import re
import statistics
import string
import sys
import tempfile
import textwrap
import time
import traceback
import types
import typing
import urllib.parse
import uuid
import warnings
import weakref


class Color(enum.Enum):
    RED = 1
    GREEN = enum.auto()

    @property
    def pretty(self):
        return self.name.title()


class Mode(enum.IntFlag):
    READ = 1
    WRITE = 2


class Level(enum.StrEnum):
    LOW = "low"


@dataclasses.dataclass(order=True, frozen=True, slots=True)
class Version:
    major: int
    minor: int = 0
    notes: list[str] = dataclasses.field(default_factory=list, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "minor", int(self.minor))


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self) -> float: ...


class Square(Shape):
    def __init__(self, side: float):
        self.side = side

    def area(self):
        return self.side**2

    @functools.cached_property
    def diagonal(self):
        return math.hypot(self.side, self.side)


T = typing.TypeVar("T")


class Stack(typing.Generic[T]):
    def __init__(self) -> None:
        self.items: list[T] = []

    def push(self, item: T) -> None:
        self.items.append(item)


class Point(typing.NamedTuple):
    x: int
    y: int = 0


def annotated(a: typing.Optional[int], b: typing.Union[int, str] = 1, *args: typing.Any, c: typing.Literal["x"] = "x") -> typing.Callable[[int], str]: ...


def texts():
    data = {"name": "Ann", "tags": ["a", None, True, 1.5], "nested": {"k": [1, 2]}}
    text = json.dumps(data, indent=2, sort_keys=True)
    print(json.loads(text) == data, json.dumps("é"), json.dumps([1], separators=(",", ":")))
    try:
        json.loads("{bad")
    except json.JSONDecodeError as e:
        print(e)
    print(re.sub(r"(\w+)@(\w+)\.com", r"\2: \1", "ann@example.com"), re.findall(r"\d+", "a1b22"), re.split(r"[,;]\s*", "a, b;c"))
    m = re.match(r"(?P<year>\d{4})-(?P<month>\d\d)", "2026-11-29")
    print(m.group("year"), m.groups(), m.groupdict(), re.search("x", "abc"), re.fullmatch(r"[a-z]+", "abc").span())
    print([w.group() for w in re.compile(r"\b\w", re.IGNORECASE).finditer("two words")], re.escape("a.b"))
    print(textwrap.dedent("    a\n    b"), textwrap.fill("many words " * 5, width=20))
    print(string.ascii_letters[:3])
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["a", 1, "x,y"])
    print(out.getvalue(), list(csv.reader(["a,b", '"c,d",e'])), list(csv.DictReader(["k,v", "1,2"])))
    print(base64.b64encode(b"data"), hashlib.sha256(b"data").hexdigest()[:8], urllib.parse.urlparse("http://a.b/c?d=e").query, urllib.parse.quote("a b"), urllib.parse.urlencode({"a": 1}))


def numbers():
    random.seed(1)
    print(random.random(), random.randint(1, 6), random.choice("abc"), random.sample(range(9), 3), random.uniform(1, 2), random.shuffle([1, 2]), random.choices([1, 2], k=2))
    print(statistics.mean([1, 2, 3]), statistics.median([3, 1, 2]), statistics.stdev([1, 2, 4]), decimal.Decimal("1.10") + 1, fractions.Fraction(1, 3) + 1)
    print(uuid.UUID(int=5), len(str(uuid.uuid4())), math.sqrt(2), math.isclose(0.1 + 0.2, 0.3))
    now = datetime.datetime(2026, 11, 29, 12, 30)
    later = now + datetime.timedelta(days=1, minutes=5)
    print(now, later - now, later.isoformat(), now.strftime("%Y-%m-%d %H:%M"), datetime.date(2026, 1, 2).weekday(), datetime.datetime.fromisoformat("2026-01-02T03:04:05"), (later - now).total_seconds())
    print(datetime.datetime.strptime("2026-01-02", "%Y-%m-%d"), datetime.datetime.now(datetime.timezone.utc) > datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC), calendar.monthrange(2026, 2))


def containers():
    heap = [5, 1, 4]
    heapq.heapify(heap)
    heapq.heappush(heap, 0)
    print(heapq.heappop(heap), heapq.nsmallest(2, heap), bisect.bisect([1, 3, 5], 3), sorted([{"a": 2}, {"a": 1}], key=operator.itemgetter("a")))
    print(collections.Counter("abca") + collections.Counter("a"), collections.ChainMap({"a": 1}, {"b": 2})["b"], collections.OrderedDict(a=1), collections.Counter("abc").most_common(1))
    Pair = collections.namedtuple("Pair", ["x", "y"], defaults=[0])
    print(Pair(1)._asdict(), Pair(1)._replace(x=2), Point(1), Point(1).x)
    print(list(itertools.accumulate([1, 2, 3])), list(itertools.product("ab", repeat=2))[:2], list(itertools.combinations([1, 2, 3], 2)), [(k, list(g)) for k, g in itertools.groupby("aab")], list(itertools.batched("abc", 2)), list(itertools.zip_longest([1], [2, 3])))
    print(copy.deepcopy({"a": [1, (2, [3])]}), copy.copy([1]), weakref.ref(Square(1))() is None, types.SimpleNamespace(a=1), types.MappingProxyType({"a": 1}))


def classes():
    print(Color.RED, Color(2), Color["RED"].value, list(Color), Color.RED.pretty, Mode.READ | Mode.WRITE, Level.LOW, Color.RED in Color, repr(Mode.READ))
    print(Version(1), Version(1) < Version(2), dataclasses.asdict(Version(1, 2)), dataclasses.replace(Version(1), minor=3), dataclasses.fields(Version)[0].name, dataclasses.astuple(Version(1)))
    try:
        Version(1).major = 2
    except dataclasses.FrozenInstanceError as e:
        print(e)
    try:
        Shape()
    except TypeError as e:
        print(e)
    print(Square(2).area(), Square(3).diagonal, Stack[int], typing.cast(int, 1), list[int], int | None, typing.Optional[int], typing.Callable[[int], str])
    print(inspect.iscoroutinefunction(classes), isinstance(Square(1), Shape), inspect.isfunction(classes))

    @functools.lru_cache(maxsize=None)
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    print(fib(20), fib.cache_info(), functools.partial(int, base=2)("101"))


def system():
    print(os.path.join("a", "b"), os.path.basename("/x/y.txt"), os.getcwd() != "", os.environ.get("HOME") is None, os.path.exists("/nothing"), sys.version_info >= (3, 14), sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "file.txt"
        path.write_text("one\ntwo\n")
        with open(path) as f:
            print([line.strip() for line in f], path.name, path.suffix, path.exists(), [p.name for p in path.parent.iterdir()], os.listdir(folder))
        with open(path, "a") as f:
            f.write("three")
        print(path.read_text(), path.stat().st_size)
    try:
        open("/no/such/file")
    except FileNotFoundError as e:
        print(e)
    try:
        1 / 0
    except ZeroDivisionError:
        print(traceback.format_exc().splitlines()[-1])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.warn("old", DeprecationWarning)
    print(caught[0].message, time.strftime("%Y", time.gmtime(0)), time.monotonic() > 0, time.ctime(0))
    with contextlib.redirect_stdout(io.StringIO()) as captured:
        print("captured")
    print(captured.getvalue(), contextlib.suppress(KeyError))


if __name__ == "__main__":
    for part in (texts, numbers, containers, classes, system):
        part()
