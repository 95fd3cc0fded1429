"""Values that are in use when an error comes die where it came, before the frames are left."""


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        import sys

        print("end of", self.name, "in", sys._getframe(1).f_code.co_name)

    def __radd__(self, other):
        raise ValueError(self.name)


def inner():
    local = Loud("local")
    return [Loud("element"), 1 + Loud("operand")]


def middle():
    try:
        return inner()
    finally:
        print("leaving")


async def never():
    pass


try:
    middle()
except ValueError as e:
    print("caught", e)
try:
    never() + 1
except TypeError as e:
    print(e)
middle()
