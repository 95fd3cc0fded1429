"""The classes of `datetime`. They are those that the library has in Python."""

try:
    from _pydatetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo
except ImportError:
    # a program has made the Python version unavailable: these are classes of their own then
    import _imp

    exec(_imp._library_code("_pydatetime"), globals())
