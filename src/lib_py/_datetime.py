"""The classes of `datetime`. They are those that the library has in Python."""

from _pydatetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo
