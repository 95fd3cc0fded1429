"""Descriptors, hooks of subclasses, metaclasses and abstract classes working together."""

import abc


class Typed:
    def __init__(self, kind):
        self.kind = kind

    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, self.name)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name[1:]} must be {self.kind.__name__}, got {type(value).__name__}")
        setattr(instance, self.name, value)


class Plugin:
    known = {}

    def __init_subclass__(cls, /, name=None, **keywords):
        super().__init_subclass__(**keywords)
        cls.known[name or cls.__name__.lower()] = cls


class Person(Plugin):
    name = Typed(str)
    age = Typed(int)

    def __init__(self, name, age):
        self.name, self.age = name, age

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r}, {self.age!r})"

    def __eq__(self, other):
        return NotImplemented if not isinstance(other, Person) else self.age == other.age

    def __lt__(self, other):
        return self.age < other.age


class Worker(Person, name="hand"):
    pass


class Once(type):
    made = {}

    def __call__(cls, *args, **keywords):
        if cls not in cls.made:
            cls.made[cls] = super().__call__(*args, **keywords)
        return cls.made[cls]


class Settings(metaclass=Once):
    def __init__(self, level=0):
        self.level = level


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...

    @property
    @abc.abstractmethod
    def name(self): ...


class Square(Shape):
    def area(self):
        return 4


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "__notes__", ""))


class Unlucky:
    def __set_name__(self, owner, name):
        raise ValueError("no name suits me")


print(Plugin.known, Worker("Al", 3), Worker("Al", 3) == Person("Bo", 3), sorted([Person("C", 9), Person("D", 1)]))
attempt(lambda: Person("x", "y"))
attempt(lambda: Person(1, 2))
attempt(lambda: Person("x", 1) <= Person("y", 2))
attempt(lambda: hash(Person("x", 1)))
print(Settings(5) is Settings(6), Settings().level)
attempt(Shape)
attempt(Square)
attempt(type("Named", (Square,), {"name": "named"}))
attempt(lambda: type("Sub", (Plugin,), {}, colour="red"))
attempt(lambda: type("Holder", (), {"field": Unlucky()}))
attempt(lambda: type("Both", (int, str), {}))
attempt(lambda: type("Twice", (Person, Person), {}))
attempt(lambda: type("Upside", (Plugin, Person), {}))
attempt(lambda: type("Mixed", (Settings,), {}, metaclass=abc.ABCMeta))
attempt(lambda: type("Slots", (), {"__slots__": ("a", "a b")}))
attempt(lambda: type("Slots", (), {"__slots__": "a", "a": 1}))
attempt(lambda: type("Slots", (int,), {"__slots__": ("a",)}))
