"""What there is of an operating system: names and paths. There are no files or processes to reach."""

import sys
import posixpath as path
from abc import ABCMeta, abstractmethod
from _collections_abc import GenericAlias, Mapping, MutableMapping, _check_methods

sys.modules["os.path"] = path
from os.path import curdir, pardir, sep, pathsep, defpath, extsep, altsep, devnull

name = "posix"
linesep = "\n"
supports_bytes_environ = False
supports_follow_symlinks = set()
supports_dir_fd = set()
supports_fd = set()
supports_effective_ids = set()
error = OSError

F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND = 0, 1, 2, 64, 128, 512, 1024
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
EX_OK = 0


class PathLike(metaclass=ABCMeta):
    """Objects that have a file system path, which __fspath__() gives."""

    __slots__ = ()

    @abstractmethod
    def __fspath__(self):
        """The path, as str or bytes."""
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            return _check_methods(subclass, "__fspath__")
        return NotImplemented

    __class_getitem__ = classmethod(GenericAlias)


def fspath(path):
    """The path as str or bytes."""
    if isinstance(path, (str, bytes)):
        return path
    kind = type(path)
    try:
        method = kind.__fspath__
    except AttributeError:
        raise TypeError(f"expected str, bytes or os.PathLike object, not {kind.__name__}") from None
    found = method(path)
    if isinstance(found, (str, bytes)):
        return found
    raise TypeError(f"expected {kind.__name__}.__fspath__() to return str or bytes, not {type(found).__name__}")


def fsencode(filename):
    """The path as bytes."""
    filename = fspath(filename)
    return filename.encode("utf-8", "surrogateescape") if isinstance(filename, str) else filename


def fsdecode(filename):
    """The path as str."""
    filename = fspath(filename)
    return filename.decode("utf-8", "surrogateescape") if isinstance(filename, bytes) else filename


class _Environ(MutableMapping):
    def __init__(self, data):
        self._data = data

    @staticmethod
    def _text(value):
        if not isinstance(value, str):
            raise TypeError(f"str expected, not {type(value).__name__}")
        return value

    def __getitem__(self, key):
        self._text(key)
        try:
            return self._data[key]
        except KeyError:
            raise KeyError(key) from None

    def __setitem__(self, key, value):
        self._data[self._text(key)] = self._text(value)

    def __delitem__(self, key):
        self._text(key)
        try:
            del self._data[key]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        return iter(list(self._data))

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        items = ", ".join(f"{k!r}: {v!r}" for k, v in self._data.items())
        return f"environ({{{items}}})"

    def copy(self):
        return dict(self)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def __or__(self, other):
        return dict(self) | dict(other) if isinstance(other, Mapping) else NotImplemented

    def __ror__(self, other):
        return dict(other) | dict(self) if isinstance(other, Mapping) else NotImplemented

    def __ior__(self, other):
        self.update(other)
        return self


environ = _Environ({})


def getenv(key, default=None):
    """The environment variable's value, or the default."""
    return environ.get(key, default)


def putenv(name, value, /):
    """Environment variables of a process there is not: nothing to tell."""


unsetenv = putenv


def getcwd():
    """The current folder: always the root."""
    return "/"


def getcwdb():
    return b"/"


def getpid():
    """The only process."""
    return 1


def getppid():
    return 0


def cpu_count():
    """One thread runs everything."""
    return 1


process_cpu_count = cpu_count


def urandom(size, /):
    """Random bytes."""
    from _random import Random

    if size < 0:
        raise ValueError("negative argument not allowed")
    return Random().getrandbits(size * 8).to_bytes(size, "little") if size else b""


def isatty(fd, /):
    return False


def strerror(code, /):
    """The text of an error number."""
    import errno

    return errno._TEXTS.get(code, f"Unknown error {code}")


def _missing(filename):
    import errno

    raise FileNotFoundError(errno.ENOENT, "No such file or directory", filename)


def stat(path, *, dir_fd=None, follow_symlinks=True):
    """No file has a status here."""
    _missing(path)


def lstat(path, *, dir_fd=None):
    _missing(path)


def listdir(path=None):
    _missing("." if path is None else path)


scandir = listdir


def access(path, mode, **others):
    return False


def _unsupported(name):
    def function(*args, **kwargs):
        raise OSError(f"os.{name}() is not supported: there is no file system here")

    function.__name__ = function.__qualname__ = name
    return function


for _name in ("mkdir", "makedirs", "rmdir", "remove", "unlink", "rename", "replace", "chdir", "open", "close", "read", "write", "system", "walk", "kill"):
    globals()[_name] = _unsupported(_name)
del _name


def get_terminal_size(fd=1, /):
    raise OSError(25, "Inappropriate ioctl for device")


def _exit(status):
    raise SystemExit(status)
