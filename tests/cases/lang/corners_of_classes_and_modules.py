# A class's documentation cannot go; cells are no instances; modules grow; frames in hooks do not take any line.
import sys
from collections import defaultdict


class Documented:
    "words"


Documented.__doc__ = "other words"
for change in (
    lambda: delattr(Documented, "__doc__"),
    lambda: setattr(list, "__doc__", "x"),
    lambda: type.__dict__["__doc__"].__delete__(Documented),
):
    try:
        change()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
print(Documented.__doc__)


class Method:
    def plain(self):
        return super()

    def kept(self):
        print(super().__self__ is self)
        return lambda: self


def cell_of(value):
    return (lambda: value).__closure__[0]


try:
    Method.plain(cell_of(Method()))
except TypeError as e:
    print(e)
print(type(Method().kept()()).__name__)

import _grows

print(_grows.told, _grows.__annotations__)

count = 0


def factory():
    global count
    count += 1
    mine = count
    if mine == 1:
        twice["key"]
    return mine


class Loud(defaultdict):
    def __setitem__(self, key, value):
        print("set", key)

    def setdefault(self, *args):
        print("setdefault", args)


twice = defaultdict(factory)
print(twice["key"], twice, count)
loud = Loud(list)
print(loud[1], loud)


def traced():
    x = 1
    return x


def hook(frame, event, arg):
    if frame.f_code is traced.__code__ and event == "line":
        for line in ("3", 1, 10_000):
            try:
                frame.f_lineno = line
            except ValueError as e:
                print(e if line == "3" else str(e).partition("line")[2].partition(" ")[2].partition(" ")[2])
        return None
    return hook


sys.settrace(hook)
traced()
sys.settrace(None)
frame = sys._getframe()
for value in (3, "3"):
    try:
        frame.f_lineno = value
    except ValueError as e:
        print(e)
try:
    del frame.f_lineno
except AttributeError as e:
    print(e)
