"""Modules that the program's own finders and hooks make."""

import sys

print([f.__name__ for f in sys.meta_path])


class Finder:
    """Makes modules whose names begin with `made_`, and says what it is asked for."""

    @classmethod
    def find_spec(cls, name, path, target=None):
        print("asked for", name, path is None)
        if name.startswith("made_"):
            from importlib.machinery import ModuleSpec

            return ModuleSpec(name, cls(), origin="thin air")
        if name == "broken":
            raise LookupError("the finder fails")

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.value = module.__name__.upper()
        if module.__name__ == "made_badly":
            raise ValueError("the body fails")


import importlib.machinery
import importlib.util

sys.meta_path.append(Finder)
import keyword  # known to the others: nobody asks
import made_one
from made_two import value

print(made_one.value, value, made_one, made_one.__spec__.origin, made_one.__spec__.has_location)
import made_one as again

print(again is made_one)
for name in ("nowhere", "made_badly", "broken"):
    try:
        __import__(name)
    except Exception as e:
        print(type(e).__name__, e, name in sys.modules)
try:
    from made_one import missing
except ImportError as e:
    print(str(e).replace(__file__, "here"))
sys.meta_path.remove(Finder)
try:
    import made_three
except ImportError as e:
    print(e)


class Blocker:
    def find_spec(self, name, path, target=None):
        if name == "colorsys":
            raise ModuleNotFoundError(f"{name} is not allowed", name=name)


sys.meta_path.insert(0, Blocker())
try:
    import colorsys
except ModuleNotFoundError as e:
    print(e, e.name)
sys.meta_path.pop(0)
import colorsys

print(colorsys.rgb_to_hsv(0, 0, 0))


class Folder:
    """Serves the path entry `dict:`."""

    files = {"served": "answer = 42", "kit": None}

    def __init__(self, entry):
        if entry != "dict:":
            raise ImportError
        print("a finder for", entry)

    def find_spec(self, name, target=None):
        if name in self.files:
            return importlib.util.spec_from_loader(name, Loader(self.files[name]), is_package=self.files[name] is None)


class Loader:
    def __init__(self, source):
        self.source = source

    def create_module(self, spec):
        pass

    def exec_module(self, module):
        exec(self.source or "", module.__dict__)


sys.path_hooks.append(Folder)
sys.path.append("dict:")
import kit
import served

print(served.answer, kit.__path__, kit.__package__)
sys.meta_path.append(Finder)
import made_badly
