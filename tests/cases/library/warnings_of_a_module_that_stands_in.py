"""`_warnings` goes by the module that stands as `warnings`, whichever that is."""

import sys
import types
import warnings
import _warnings


class Shown(list):
    def __call__(self, message):
        self.append((str(message.message), message.category.__name__, message.lineno))


stand_in = types.ModuleType("warnings")
stand_in._showwarnmsg = Shown()
stand_in.WarningMessage = warnings.WarningMessage
stand_in.filters = [("always", None, UserWarning, None, 0)]
sys.modules["warnings"] = stand_in
registry = {}
for _ in range(2):
    _warnings.warn_explicit("one", UserWarning, "f.py", 3, "m", registry)
print(stand_in._showwarnmsg, registry)
stand_in.filters = [("error", None, Warning, None, 0)]
try:
    _warnings.warn("two")
except UserWarning as e:
    print("raised", e)


def refused(**changes):
    for name, value in changes.items():
        setattr(stand_in, name, value)
    try:
        _warnings.warn_explicit("three", UserWarning, "f.py", 3, "m")
    except Exception as e:
        print(type(e).__name__, e)


refused(filters=3)
refused(filters=[3])
refused(filters=[(3, None, UserWarning, None, 0)])
refused(filters=[("shout", None, UserWarning, None, 0)])
refused(filters=[], defaultaction=3)
refused(defaultaction="once", onceregistry=3)
refused(onceregistry={}, _showwarnmsg=3)
for call in (
    lambda: _warnings.warn("x", 3),
    lambda: _warnings.warn("x", skip_file_prefixes=["a"]),
    lambda: _warnings.warn("x", skip_file_prefixes=(3,)),
    lambda: _warnings.warn_explicit("x", UserWarning, "f", 1, registry=3),
    lambda: _warnings.warn_explicit("x", UserWarning, "f", 1, module_globals=3),
):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)
sys.modules["warnings"] = warnings
print(warnings.filters[0], warnings.filters is _warnings.filters)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("four", stacklevel=2)
    warnings.warn(DeprecationWarning("five"))
print([(str(w.message), w.category.__name__, w.filename.endswith(".py") or w.filename) for w in caught])
