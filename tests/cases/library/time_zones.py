"""`TZ` in the environment and `time.tzset`."""

import os
import time
from datetime import datetime, timezone

moments = [0, 1_394_348_400 - 1, 1_394_348_400, 1_414_908_000 - 1, 1_414_908_000, 1_700_000_000, -86400 * 365]


def zone(text):
    if text is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = text
    time.tzset()
    print("==", text, time.tzname, time.timezone, time.altzone, time.daylight)
    for t in moments:
        local = time.localtime(t)
        print(t, tuple(local), local.tm_zone, local.tm_gmtoff, time.mktime(local) == t, time.strftime("%Z %z", local))


zone("EST+05EDT,M3.2.0,M11.1.0")
print(datetime.fromtimestamp(1_394_348_400).astimezone(), datetime(2014, 7, 1).timestamp())
print(datetime(2014, 11, 2, 1, 30).timestamp(), datetime(2014, 11, 2, 1, 30, fold=1).timestamp())
print(datetime(2014, 1, 1, tzinfo=timezone.utc).astimezone().isoformat(), time.ctime(0))
zone("EST5EDT")
zone("CET-1CEST,M3.5.0,M10.5.0/3")
zone("AEST-10AEDT,M10.1.0,M4.1.0/3")
zone("<+0545>-5:45")
zone("XXX3YYY,J60/0,300/-1")
zone("UTC0")
os.environ["TZ"] = "UTC+3"
print(time.tzname)
zone(None)
