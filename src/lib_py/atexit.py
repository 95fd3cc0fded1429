"""Functions to be called at the end."""

import sys

_calls = []


def register(func, /, *args, **kwargs):
    """Calls func(*args, **kwargs) when the program ends; gives func back."""
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _calls.append((func, args, kwargs))
    return func


def unregister(func, /):
    """Forgets a function."""
    _calls[:] = [c for c in _calls if not c[0] == func]


def _clear():
    _calls.clear()


def _ncallbacks():
    return len(_calls)


def _run_exitfuncs():
    while _calls:
        func, args, kwargs = _calls.pop()
        try:
            func(*args, **kwargs)
        except BaseException as e:
            sys.stderr.write(f"Exception ignored in atexit callback {func!r}:\n")
            sys.excepthook(type(e), e, e.__traceback__)
