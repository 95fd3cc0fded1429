"""What programs of everyday use of the language: not a test, but a sample by which the core of the engine is told from the rest."""

import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import wraps


def timed(f):
    @wraps(f)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        try:
            return f(*args, **kwargs)
        finally:
            print(f"{f.__name__} took {time.perf_counter() - start >= 0}")

    return wrapper


@timed
def numbers(n):
    total = 0
    for i in range(1, n):
        total += i * i % 7 - i // 3
        total ^= i & 1
    while total > 10:
        total >>= 1
    x = 3.75 / 2 + 1e3 ** 0.5
    print(total, -total, abs(-x), round(x, 2), int(x), 7 // -2, 7 % -2, x > total >= 0)
    print(f"{x:.3f} {n:>6d} {n:<6}| {n:^7} {n:,} {0.25:.0%} {x!r:>12} {'left':<8}{'right':>8} {x=}")
    print(sum([1, 2, 3]), min(4, 2), max([5, 9, 1]), pow(2, 10), float("1.5"), int("42"), str(3), bool([]))
    return total


def texts():
    s = "  The quick brown fox, jumps over the lazy dog.  "
    words = s.strip().lower().replace(",", "").rstrip(".").split()
    print(words, len(words), " ".join(w.capitalize() for w in words), "-".join(reversed(words[:3])), s.upper().title())
    print(words[0][0], words[-1][::-1], "fox" in s, s.find("fox"), s.count("o"), s.index("q"), words[1].startswith("qu"), "a" * 3)
    print("abc".endswith("c"), "a1".isalnum(), "12".isdigit(), "x".isalpha(), "=" * 20, "{} {:>4}".format("a", 5))
    print("tab\tand\nnewline", repr("it's"), 'say "hi"', "ünï", ord("a"), chr(97), "a,b".split(","), "l1\nl2".splitlines())
    print(["Zoë", "日本"], repr("é"), "Élan".upper(), "Élan".lower(), "été".title(), "ÉTÉ".casefold(), "été".capitalize(), "été".swapcase())
    print("é".isalpha(), "é1".isalnum(), "É".isupper(), "é".islower(), "é".isidentifier(), "é".isprintable(), "é".isspace(), "é".isdigit(), f"{'é':>3}")
    print(re.findall(r"\w+", "un café"), re.sub(r"[àâ]", "a", "pâte"), re.search("É", "été", re.I), re.split(r"\s", "un été"))
    print(*["a", "b"], sep=", ", end="!\n")
    print("a" < "b", "x".join(["1", "2"]), f"{words[0]!r:>10}", sorted("hello"))


def containers():
    items = [5, 3, 8, 1]
    items.append(9)
    items.extend([2, 7])
    items.insert(0, 4)
    items.sort()
    items.remove(8)
    last = items.pop()
    items[1:3] = [10, 20]
    del items[0]
    print(items, last, items[::2], items.index(10), items.count(10), len(items), 10 in items, items + [1], [0] * 3, items == items[:])
    print(sorted(items, reverse=True), sorted(["bb", "a"], key=len), list(reversed(items)), any(i > 9 for i in items), all(items))
    for i, (a, b) in enumerate(zip(items, "abc"), start=1):
        print(i, a, b)
    d = {"b": 1, "a": 2}
    d["c"] = 3
    d.update(d=4)
    d.setdefault("e", []).append(5)
    print(d, d.get("x"), d.get("a", 0), "a" in d, list(d), sorted(d.items(), key=lambda kv: kv[0]), d.pop("b"), len(d), {**d, "z": 1})
    for key, value in d.items():
        print(key, "->", value)
    print({k: v for k, v in d.items() if v != 2}, {x % 3 for x in range(9)}, [x * y for x in range(3) for y in range(2)])
    s = {1, 2} | {3}
    s.add(4)
    s.discard(1)
    print(s, s & {2, 3}, s - {2}, 2 in s, len(s))
    first, *rest = (1, 2, 3)
    a, b = b, a = 1, 2
    print(first, rest, a, b, (1,), (1, 2) < (1, 3), (1, 2) + (3,), tuple("ab"))
    counts = Counter("banana")
    groups = defaultdict(list)
    for w in ["apple", "bob", "cat"]:
        groups[len(w)].append(w)
    print(counts.most_common(2), dict(groups), list(map(str, [1, 2])), list(filter(None, [0, 1])))


class Animal:
    kind = "animal"
    population = 0

    def __init__(self, name, age=1):
        self.name = name
        self._age = age
        Animal.population += 1

    @property
    def age(self):
        return self._age

    @age.setter
    def age(self, value):
        if value < 0:
            raise ValueError("age must not be negative")
        self._age = value

    @classmethod
    def born(cls, name):
        return cls(name, 0)

    @staticmethod
    def legs():
        return 4

    def speak(self):
        raise NotImplementedError

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r}, {self.age})"

    def __eq__(self, other):
        return isinstance(other, Animal) and self.name == other.name

    def __lt__(self, other):
        return self.age < other.age

    def __hash__(self):
        return hash(self.name)


class Dog(Animal):
    def __init__(self, name, age=1, *, trick="sit"):
        super().__init__(name, age)
        self.trick = trick

    def speak(self):
        return f"{self.name} says Woof"

    def __str__(self):
        return self.name

    def __len__(self):
        return len(self.name)

    def __getitem__(self, i):
        return self.name[i]

    def __iter__(self):
        return iter(self.name)

    def __contains__(self, c):
        return c in self.name

    def __add__(self, other):
        return Dog(self.name + other.name)

    def __call__(self, *args):
        return args

    def __bool__(self):
        return True


@dataclass
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)

    def moved(self, dx):
        return Point(self.x + dx, self.y)


def classes():
    dog, puppy = Dog("Rex", 3), Dog.born("Bit")
    dog.age += 1
    dog.nickname = "R"
    print(dog, [dog], puppy, dog.speak(), dog.legs(), dog == puppy, dog > puppy, sorted([dog, puppy]), len(dog), dog[0], "R" in dog)
    print(list(dog), dog + puppy, dog(1, 2), isinstance(dog, Animal), issubclass(Dog, Animal), hasattr(dog, "trick"), getattr(dog, "x", None))
    print(Animal.population, dog.__class__.__name__, dog.__dict__, type(dog), {dog: 1}[dog], bool(dog), vars(puppy)["trick"], callable(dog), id(dog) == id(dog))
    p = Point(1, 2)
    print(p, p.moved(2), p == Point(1, 2))
    try:
        dog.age = -1
    except ValueError as e:
        print("ValueError:", e, type(e).__name__, e.args)
    try:
        Animal("x").speak()
    except NotImplementedError:
        print("not implemented")


class Missing(KeyError):
    """An error of the program's own."""


class Resource:
    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, kind, error, traceback):
        print("exit", kind)
        return False


def errors():
    for action in (
        lambda: 1 / 0,
        lambda: [][1],
        lambda: {}["k"],
        lambda: None.x,
        lambda: int("x"),
        lambda: "a" + 1,
        lambda: undefined,
        lambda: len(5),
        lambda: errors(1),
        lambda: next(iter([])),
    ):
        try:
            action()
        except (ZeroDivisionError, IndexError, KeyError) as e:
            print(repr(e))
        except Exception as e:
            print(type(e).__name__, e)
        else:
            print("nothing")
        finally:
            pass
    try:
        with Resource():
            raise Missing("gone") from ValueError("cause")
    except Missing as e:
        print(e, repr(e.__cause__))
    try:
        assert 1 == 2, "message"
    except AssertionError as e:
        print(e)


def generators():
    def numbers():
        received = yield 1
        print("received", received)
        yield from [2, 3]
        return 4

    g = numbers()
    print(next(g), g.send("x"), list(g))
    g.close()
    squares = (n * n for n in range(4) if n % 2)
    print(sum(squares), [*range(3)], dict(a=1), list(range(10, 0, -3)))
    it = iter("ab")
    print(next(it), next(it), next(it, "end"))


def shapes(value):
    match value:
        case 0 | 1:
            return "small"
        case int(n) if n > 100:
            return f"big {n}"
        case [a, b, *rest]:
            return f"sequence {a} {b} {rest}"
        case str():
            return "text"
        case None:
            return "nothing"
        case _:
            return "other"


def closures():
    total = 0

    def add(n: int = 1, *more: int, scale=1, **options) -> int:
        nonlocal total
        total += n * scale + sum(more) + len(options)
        return total

    print(add(), add(2, 3), add(4, scale=2), add(1, x=1, **{"y": 2}), add(*[1, 2]))
    global seen
    seen = (n := len("walrus")) > 3 and n
    print(seen, "yes" if seen else "no", not seen, seen is None, [f(2) for f in [lambda x: x + 1, str]], add.__name__, add.__annotations__)
    i = 0
    while True:
        i += 1
        if i == 2:
            continue
        if i > 3:
            break
    else:
        print("never")
    print(i, input("name? ") or "nobody")


def main():
    numbers(50)
    texts()
    containers()
    classes()
    errors()
    generators()
    for value in (1, 500, [1, 2, 3], "s", None, 5.5):
        print(shapes(value))
    closures()
    time.sleep(0.01)


if __name__ == "__main__":
    main()
    raise Missing("the end")
