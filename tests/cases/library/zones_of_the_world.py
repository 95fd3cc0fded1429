"""`zoneinfo` finds zones without files beside the program."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

berlin = ZoneInfo("Europe/Berlin")
for when in (datetime(2024, 3, 31, 1, 59), datetime(2024, 7, 1), datetime(2024, 10, 27, 2, 30), datetime(2024, 10, 27, 2, 30, fold=1)):
    local = when.replace(tzinfo=berlin)
    print(local, local.tzname(), local.utcoffset(), local.dst(), local.timestamp())
for key in ("America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC", "Africa/Casablanca", "Europe/London"):
    zone = ZoneInfo(key)
    there = [datetime(2024, month, 1, tzinfo=timezone.utc).astimezone(zone) for month in (1, 7)]
    print(zone, *(f"{t.isoformat()} {t.tzname()}" for t in there))
print(datetime(2045, 7, 1, tzinfo=berlin).utcoffset(), datetime(1900, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")).utcoffset())
print(ZoneInfo("Europe/Berlin") is berlin, berlin.key, repr(berlin))
names = available_timezones()
print(len(names) > 400, {"Europe/Berlin", "Asia/Tokyo", "UTC", "US/Eastern"} <= names)
for key in ("Europe/Nowhere", "Europe", "Europe/Berlin America/New_York", ""):
    try:
        print(ZoneInfo(key))
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError, PermissionError) as e:
        print(type(e).__name__)
