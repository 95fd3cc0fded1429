"""The machinery of imports as importlib has it. The import statement itself does not need it."""

import _imp
import _thread
import _warnings
import _weakref
import sys

exec(_imp._library_code("importlib._bootstrap"), globals())
_setup(sys, _imp)


def _take_places(finders):
    """Puts finders where their stand-ins are in sys.meta_path."""
    for i, old in enumerate(sys.meta_path):
        for new in finders:
            if isinstance(old, type) and (old.__module__, old.__name__) == (new.__module__, new.__name__):
                sys.meta_path[i] = new


_take_places([BuiltinImporter, FrozenImporter])
import _frozen_importlib_external as _bootstrap_external
