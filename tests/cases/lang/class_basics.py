class Point:
    """A point."""

    dims = 2

    def __init__(self, x, y=0):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

    def norm(self):
        return (self.x**2 + self.y**2) ** 0.5

    @classmethod
    def origin(cls):
        return cls(0, 0)

    @staticmethod
    def helper(a):
        return a * 2


p = Point(3, 4)
print(
    p,
    p.norm(),
    Point.origin(),
    Point.helper(5),
    p.helper(6),
    p.dims,
    Point.__doc__,
    Point.__name__,
    Point.__qualname__,
    Point.__module__,
)
p.dims = 3
print(p.dims, Point.dims, p.__dict__, vars(p), type(p) is Point, isinstance(p, Point), p.__class__.__name__)
m = p.norm
print(m(), m.__self__ is p, m.__func__ is Point.norm, Point.norm(p), m == p.norm, m is p.norm, m.__name__)
Point.extra = lambda self: "extra"
print(p.extra(), hasattr(p, "z"), getattr(p, "z", "none"))
setattr(p, "z", 9)
print(p.z)
delattr(p, "z")
print(hasattr(p, "z"))
for f in (
    lambda: p.z,
    lambda: Point.z,
    lambda: Point(),
    lambda: Point(1, 2, 3),
    lambda: Point.norm(),
    lambda: p.norm(1),
    lambda: Point(1, z=2),
    lambda: p(),
    lambda: p[0],
    lambda: len(p),
    lambda: p + 1,
    lambda: -p,
    lambda: p < p,
    lambda: iter(p),
    lambda: next(p),
    lambda: 1 in p,
    lambda: object().x,
    lambda: Point.origin(1),
):
    try:
        f()
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)


class Empty:
    pass


e = Empty()
e.a = 1
print(e.a, e == e, e == Empty(), Empty() != Empty(), Empty.__bases__, Empty.__mro__ == (Empty, object))


def outer():
    class Inner:
        class Deep:
            def m(self):
                pass

    return Inner


print(outer().__qualname__, outer().Deep.m.__qualname__, repr(outer().Deep))
