# Classes: operators, comparison, iteration protocol, slots, class and static methods, inheritance, properties, __getattr__.
from time import perf_counter


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def __lt__(self, other):
        return self.x < other.x

    @property
    def size(self):
        return self.x * self.x + self.y * self.y

    @classmethod
    def of(cls, pair):
        return cls(*pair)

    @staticmethod
    def dot(a, b):
        return a.x * b.x + a.y * b.y


class Shape:
    sides = 0

    def area(self):
        return 0

    def describe(self):
        return self.area() + self.sides


class Square(Shape):
    sides = 4

    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side * self.side


class Ring:
    def __init__(self, items):
        self.items = items
        self.at = 0

    def __iter__(self):
        self.at = 0
        return self

    def __next__(self):
        if self.at == len(self.items):
            raise StopIteration
        self.at += 1
        return self.items[self.at - 1]

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i % len(self.items)]

    def __contains__(self, item):
        return item in self.items

    def __call__(self, x):
        return x + len(self)


def work(n):
    total = 0
    here = Vector(0, 0)
    step = Vector.of((1, 2))
    ring = Ring([1, 2, 3, 4, 5])
    shapes = [Square(2), Shape(), Square(5)]
    for i in range(n):
        here = here + step
        total += here.size % 7 + Vector.dot(here, step) + (here == step) + (step < here)
        total += ring[i] + (i in ring) + ring(i)
        for shape in shapes:
            total += shape.describe()
        if i % 10 == 0:
            for item in ring:
                total += item
    return total


start = perf_counter()
result = work(25_000)
elapsed = perf_counter() - start
assert result == 1876337507, result
print("bench", elapsed)
