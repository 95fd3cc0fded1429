"""A sequence times an object: its class is asked for the product before it is asked for an index."""


class Vector:
    def __init__(self, *parts):
        self.parts = parts

    def __rmul__(self, other):
        return f"{other!r} times {self.parts}"

    def __index__(self):
        print("asked for an index")
        return 2


class Count:
    def __index__(self):
        return 3


v = Vector(1, 2)
print("x" * v)
print(b"x" * v)
print([1] * v)
print((1, 2) * v)
print(bytearray(b"q") * v)
print("x" * Count(), [1] * Count(), (1,) * Count(), b"b" * Count(), Count() * "y")
import io

print(io.open is open, open.__module__, open.__qualname__, open)
items = [1, 2]
items *= Count()
print(items)
items *= v
print(items)
for n in ("a", 1.5, None):
    for sequence in ("x", [1], (1,), b"b"):
        try:
            sequence * n
        except TypeError as e:
            print(e)
