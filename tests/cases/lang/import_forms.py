import builtins
import sys
import collections.abc
import collections.abc as shapes
import os.path
from collections import abc as again
from os import path

print(collections.__name__, shapes is collections.abc is again, os.path is path)
print(sys.modules["os.path"] is path, __import__("collections.abc") is collections)
print(__import__("collections.abc", fromlist=["abc"]) is shapes)


def attempt(text, **names):
    space = {"__name__": "place", "__package__": "", "__builtins__": builtins, **names}
    try:
        exec(text, space)
    except BaseException as e:
        print(f"{text}: {type(e).__name__}: {e}", getattr(e, "name", ""))
    else:
        print(f"{text}: fine")


attempt("import nothing_of_this_name")
attempt("import nothing_of_this_name.deeper")
attempt("import keyword.deeper")
attempt("from keyword import nope")
attempt("from . import sibling")
attempt("from .. import above", __package__="one")
attempt("from ...x import above", __package__="one.two")
attempt("from . import sibling", __package__=3)
attempt("from .missing import sibling", __package__="collections")
attempt("from . import abc", __package__="collections")
attempt("from .abc import Sized", __package__="collections")
attempt("from .. import abc", __package__="collections.abc")
sys.modules["halted"] = None
attempt("import halted")
for arguments in [("",), (3,), ("sys", None, None, (), -1), ("x", None, None, (), 1)]:
    try:
        __import__(*arguments)
    except Exception as e:
        print(type(e).__name__, e)

module = sys.modules["collections"]
print(module.__package__, module.__spec__.name, module.__spec__.parent, len(module.__path__), shapes.__package__)
print(module.__file__.endswith("/collections/__init__.py"), module.__spec__.origin == module.__file__, module.__spec__.has_location)

kept = builtins.__import__


def counting(name, globals=None, locals=None, fromlist=(), level=0):
    print("import", name, fromlist, level, type(globals).__name__)
    return kept(name, globals, locals, fromlist, level)


builtins.__import__ = counting
try:
    import keyword
    from keyword import iskeyword, kwlist as words
    import collections.abc as other
finally:
    builtins.__import__ = kept
print(other is shapes, iskeyword("if"), words is keyword.kwlist)
del builtins.__import__
try:
    import keyword
except ImportError as e:
    print(e)
builtins.__import__ = kept

made = type(sys)("made_here", "A module that no file has.")
made.value = 3
sys.modules["made_here"] = made
from made_here import value

print(value, made)
try:
    from made_here import other
except ImportError as e:
    print(e, e.name, e.path, e.name_from)
