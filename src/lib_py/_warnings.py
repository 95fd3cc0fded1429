"""What warns, with the filters that hold from the beginning.

Invariant: what a program sets in the module that stands as `warnings` in `sys.modules` counts, whichever that is; what is not there is
taken from here."""

import sys
from _contextvars import ContextVar
from _operator import index


filters = [
    ("default", None, DeprecationWarning, "__main__", 0),
    ("ignore", None, DeprecationWarning, None, 0),
    ("ignore", None, PendingDeprecationWarning, None, 0),
    ("ignore", None, ImportWarning, None, 0),
    ("ignore", None, ResourceWarning, None, 0),
]
_defaultaction = "default"
_onceregistry = {}
_warnings_context = ContextVar("warnings_context")
_version = 0


def _acquire_lock():
    """One thread needs no lock."""


_release_lock = _acquire_lock


def _filters_mutated_lock_held():
    global _version
    _version += 1


def _setting(name, own):
    return getattr(sys.modules.get("warnings"), name, own)


def _matches(pattern, text):
    if pattern is None:
        return True
    if type(pattern) is str:
        return pattern == text
    return pattern.match(text)


def _filter_of(category, text, lineno, module):
    """The filter that decides, and its action."""
    found = None
    if sys.flags.context_aware_warnings:
        found = getattr(_warnings_context.get(None), "_filters", None)
    if found is None:
        found = _setting("filters", filters)
        if not isinstance(found, list):
            raise ValueError("_warnings.filters must be a list")
    at = 0
    # the filters may change while they are asked
    while at < len(found):
        item = found[at]
        if not isinstance(item, tuple) or len(item) != 5:
            raise ValueError(f"warnings.filters item {at} isn't a 5-tuple")
        action, message, kind, name, line = item
        if not isinstance(action, str):
            raise TypeError(f"action must be a string, not '{type(action).__name__}'")
        if (_matches(message, text) and _matches(name, module)
                and issubclass(category, kind) and (line == 0 or line == lineno)):
            return item, action
        at += 1
    action = _setting("defaultaction", _defaultaction)
    if not isinstance(action, str):
        raise TypeError(f"_warnings.defaultaction must be a string, not '{type(action).__name__}'")
    return None, action


def _already(registry, key, remember):
    """Whether this was warned of since the filters last changed."""
    version = registry.get("version")
    if type(version) is not int or version != _version:
        registry.clear()
        registry["version"] = _version
    elif registry.get(key):
        return True
    if remember:
        registry[key] = True
    return False


def _show(message, category, text, filename, lineno, line, source):
    module = sys.modules.get("warnings")
    if module is None and source is not None:
        import warnings as module
    show = getattr(module, "_showwarnmsg", None)
    if show is None:
        print(f"{filename}:{lineno}: {category.__name__}: {text}", file=sys.stderr)
        if line is None:
            import linecache
            line = linecache.getline(filename, lineno)
        if line.strip():
            print(" ", line.strip(), file=sys.stderr)
        return
    if not callable(show):
        raise TypeError("warnings._showwarnmsg() must be set to a callable")
    kind = getattr(module, "WarningMessage", None)
    if kind is None:
        raise RuntimeError("unable to get warnings.WarningMessage")
    show(kind(message, category, filename, lineno, None, line, source))


def _explicit(message, category, filename, lineno, module, registry, line, source):
    if module is None:
        return
    if registry is not None and not isinstance(registry, dict):
        raise TypeError("'registry' must be a dict or None")
    if isinstance(message, Warning):
        text, category = str(message), type(message)
    else:
        text, message = message, category(message)
    key = (text, category, lineno)
    if registry is not None and _already(registry, key, False):
        return
    item, action = _filter_of(category, text, lineno, module)
    if action == "error":
        raise message
    if action == "ignore":
        return
    if action != "always" and action != "all":
        if registry is not None:
            registry[key] = True
        if action == "once":
            if registry is None:
                registry = _setting("onceregistry", _onceregistry)
                if not isinstance(registry, dict):
                    raise TypeError(f"_warnings.onceregistry must be a dict, not '{type(registry).__name__}'")
        elif action == "default":
            registry = None
        elif action != "module":
            raise RuntimeError(f"Unrecognized action ({action!r}) in warnings.filters:\n {item!r}")
        if registry is not None and _already(registry, (text, category), True):
            return
    _show(message, category, text, filename, lineno, line, source)


def _is_internal(frame):
    name = frame.f_code.co_filename
    return "importlib" in name and "_bootstrap" in name


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Issue a warning, or maybe ignore it or raise an exception."""
    stacklevel = index(stacklevel)
    if isinstance(message, Warning):
        category = type(message)
    elif category is None:
        category = UserWarning
    elif not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    if not isinstance(skip_file_prefixes, tuple):
        raise TypeError(f"warn() argument 'skip_file_prefixes' must be tuple, not {type(skip_file_prefixes).__name__}")
    for prefix in skip_file_prefixes:
        if not isinstance(prefix, str):
            raise TypeError(f"Found non-str '{type(prefix).__name__}' in skip_file_prefixes.")
    if skip_file_prefixes and stacklevel < 2:
        stacklevel = 2
    frame = sys._getframe(1)
    plain = stacklevel <= 0 or _is_internal(frame)
    while stacklevel > 1 and frame is not None:
        stacklevel -= 1
        frame = frame.f_back
        while not plain and frame is not None and (
                _is_internal(frame) or frame.f_code.co_filename.startswith(skip_file_prefixes)):
            frame = frame.f_back
    if frame is None:
        space, filename, lineno = sys.__dict__, "<sys>", 0
    else:
        space, filename, lineno = frame.f_globals, frame.f_code.co_filename, frame.f_lineno
    module = space.get("__name__", "<string>")
    if not isinstance(module, str) and module is not None:
        module = "<string>"
    registry = space.setdefault("__warningregistry__", {})
    _explicit(message, category, filename, lineno, module, registry, None, source)


def _source_line(space, lineno):
    from importlib._bootstrap_external import _bless_my_loader
    get_source = getattr(_bless_my_loader(space), "get_source", None)
    source = get_source(space["__name__"]) if get_source and "__name__" in space else None
    lines = () if source is None else str.splitlines(source)
    return lines[lineno - 1] if 0 < lineno <= len(lines) else None


_GIVEN_LATER = object()


def warn_explicit(message, category, filename, lineno,
                  module=_GIVEN_LATER, registry=None, module_globals=None, source=None):
    """Issue a warning, or maybe ignore it or raise an exception."""
    line, lineno = None, index(lineno)
    if module_globals is not None:
        if not isinstance(module_globals, dict):
            raise TypeError(f"module_globals must be a dict, not '{type(module_globals).__name__}'")
        line = _source_line(module_globals, lineno)
    if module is _GIVEN_LATER:
        module = str.removesuffix(filename, ".py") or "<unknown>"
    _explicit(message, category, filename, lineno, module, registry, line, source)
