"""The numbers of `decimal`. They are those that the library has in Python."""

try:
    from _pydecimal import *
    from _pydecimal import __libmpdec_version__, __version__
except ImportError:
    # a program has made the Python version unavailable: these are numbers of their own then
    import _imp

    exec(_imp._library_code("_pydecimal"), globals())
