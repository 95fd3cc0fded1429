"""What is said when small things are refused."""

import ast
import random
import re
import unicodedata
import warnings
from array import array
from collections import OrderedDict


def attempt(f, *args, **keywords):
    try:
        print(repr(f(*args, **keywords)))
    except Exception as e:
        print(type(e).__name__, e)


attempt(bytes.fromhex, None)
attempt(bytearray.fromhex, 5)
attempt(lambda: "%.*f" % (10**25, 1.0))
attempt(lambda: "%*d" % (10**25, 1))
attempt(lambda: b"%.*f" % (10**25, 1.0))


class Outer:
    class Inner:
        """Inner."""


def local():
    class Local:
        pass

    return Local


attempt(Outer.Inner.__init_subclass__, 1)
attempt(type, "Sub", (local(),), {}, option=1)
for name in ("__name__", "__qualname__", "__module__", "__bases__", "__doc__", "__type_params__"):
    attempt(delattr, Outer.Inner, name)


def pop_while_iterating(ordered):
    for key in ordered:
        ordered.pop(key)


attempt(pop_while_iterating, OrderedDict.fromkeys("abc"))
attempt(pop_while_iterating, dict.fromkeys("abc"))
attempt(list, map(OrderedDict(a=1).pop, OrderedDict(a=1)))
attempt(random.Random, [1])
attempt(random.Random, ())
attempt(warnings.warn, "text", stacklevel="1")
attempt(warnings.warn, "text", stacklevel=1.5)
attempt(unicodedata.normalize, "NFX", "")
attempt(unicodedata.normalize, "NFX", "a")
attempt(lambda: re.compile("a").groupindex)
attempt(lambda: re.compile("(?P<n>a)").groupindex)
with warnings.catch_warnings(action="ignore"):
    attempt(ast.Name)
    attempt(ast.BinOp, ast.Constant(1), ast.Add())
attempt(ast.Name, "n")


class Meta(type):
    """meta"""

    both = "of the metaclass"
    computed = property(lambda cls: f"computed for {cls.__name__}")


class Class(metaclass=Meta):
    """class"""

    both = "of the class"
    own = "own"
    computed = "hidden"


for name in ("__doc__", "both", "own", "computed", "missing"):
    attempt(object.__getattribute__, Class, name)


class Seeded(random.Random):
    def __init__(self, seed, name):
        super().__init__(seed)
        self.name = name


print(Seeded(5, name="dice").randint(1, 100), random.Random(5).randint(1, 100))
print(array("u", "deprecated"), array("w", "kept"))
