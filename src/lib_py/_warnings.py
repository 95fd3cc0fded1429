"""The filters of warnings that hold from the beginning. What warns is the Python code of the library."""

from _py_warnings import _filters_mutated_lock_held, _warnings_context, warn, warn_explicit


class _Exactly(str):
    """A module's name as a filter holds it."""

    __slots__ = ()

    def match(self, text):
        return self == text


filters = [
    ("default", None, DeprecationWarning, _Exactly("__main__"), 0),
    ("ignore", None, DeprecationWarning, None, 0),
    ("ignore", None, PendingDeprecationWarning, None, 0),
    ("ignore", None, ImportWarning, None, 0),
    ("ignore", None, ResourceWarning, None, 0),
]
_defaultaction = "default"
_onceregistry = {}


def _acquire_lock():
    """One thread needs no lock."""


_release_lock = _acquire_lock
