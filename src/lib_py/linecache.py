"""Lines of source files, kept. Programs and library modules that are no files have theirs in the interpreter, which is asked first."""

import sys

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

# name -> (size, modification time or None, lines, full name), or (function that gives the source,)
cache = {}
_interactive_cache = {}


def clearcache():
    """Forgets all lines."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """A line with its end; '' if there is none."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def getlines(filename, module_globals=None):
    """All lines of a file; [] if it cannot be read."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def _make_key(code):
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _getlines_from_code(code):
    entry = _interactive_cache.get(_make_key(code))
    return entry[2] if entry is not None and len(entry) != 1 else []


def _getline_from_code(filename, lineno):
    lines = _getlines_from_code(filename)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def _register_code(code, string, name):
    entry = (len(string), None, [line + "\n" for line in string.splitlines()], name)
    codes = [code]
    while codes:
        code = codes.pop()
        codes.extend(c for c in code.co_consts if isinstance(c, type(code)))
        _interactive_cache[_make_key(code)] = entry


def _source_unavailable(filename):
    inside = filename and filename.startswith("<") and filename.endswith(">")
    return not filename or (inside and not filename.startswith("<frozen "))


def checkcache(filename=None):
    """Forgets files that have changed since they were read."""
    for name in list(cache) if filename is None else [filename]:
        entry = cache.get(name)
        if entry is None or len(entry) == 1 or entry[1] is None:
            continue
        try:
            import os

            found = os.stat(entry[3])
        except ImportError:
            return
        except (OSError, ValueError):
            cache.pop(name, None)
            continue
        if entry[0] != found.st_size or entry[1] != found.st_mtime:
            cache.pop(name, None)


def _keep(filename, text, mtime, size, fullname):
    lines = [line + "\n" for line in text.splitlines()] if text else []
    cache[filename] = size, mtime, lines, fullname
    return lines


def updatecache(filename, module_globals=None):
    """Reads a file's lines anew."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        cache.pop(filename, None)
    if _source_unavailable(filename):
        return []
    text = sys._source_text(filename)
    if text is not None:
        return _keep(filename, text, None, len(text), filename)
    # when nothing can be imported any more, no source is read either
    if getattr(sys, "meta_path", ()) is None:
        return []
    try:
        import os
        import tokenize
    except ImportError:
        return []
    fullname = filename
    try:
        found = os.stat(fullname)
    except OSError:
        # the source may be known to whoever loaded the module
        lazy = cache.get(filename)
        if lazy is not None or lazycache(filename, module_globals):
            try:
                text = cache[filename][0]()
            except (ImportError, OSError):
                pass
            else:
                if text is None:
                    return []
                return _keep(filename, text, None, len(text), fullname)
        if os.path.isabs(filename):
            return []
        for folder in sys.path:
            try:
                fullname = os.path.join(folder, filename)
                found = os.stat(fullname)
                break
            except (TypeError, AttributeError, OSError, ValueError):
                continue
        else:
            return []
    except ValueError:
        return []
    try:
        with tokenize.open(fullname) as file:
            lines = file.readlines()
    except (OSError, UnicodeDecodeError, SyntaxError):
        return []
    if not lines:
        lines = ["\n"]
    elif not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    cache[filename] = found.st_size, found.st_mtime, lines, fullname
    return lines


def lazycache(filename, module_globals):
    """Keeps the function that gives a module's source, to be asked when a line is wanted; True if there is one."""
    if filename in cache:
        return len(cache[filename]) == 1
    if not filename or (filename.startswith("<") and filename.endswith(">")):
        return False
    if module_globals and "__name__" in module_globals:
        spec = module_globals.get("__spec__")
        name = getattr(spec, "name", None) or module_globals["__name__"]
        loader = getattr(spec, "loader", None) or module_globals.get("__loader__")
        get_source = getattr(loader, "get_source", None)
        if name and get_source:

            def get_lines(name=name, *args, **kwargs):
                return get_source(name, *args, **kwargs)

            cache[filename] = (get_lines,)
            return True
    return False
