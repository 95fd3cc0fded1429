# What date, time and their kin say to arguments that do not fit.
import datetime as d


def told(text):
    try:
        print(text, "=", eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)


for text in """d.date(2024)
d.date(2024, 1)
d.date(year=1)
d.datetime(2024)
d.datetime(2024, 5)
d.datetime(2024, 5, 31)
d.datetime(2024, 1, 1, 25)
d.timedelta('a')
d.timedelta('a', [])
d.datetime.now(1)
d.datetime(2024, 1, 1).astimezone(1)
d.datetime(2024, 1, 1, tzinfo=1)
d.tzinfo().utcoffset(None)
d.tzinfo().tzname(None)
d.tzinfo().dst(None)
d.datetime.combine(1, 2)
d.datetime.combine(d.date(2024, 1, 1), 2)
d.date(2024, 1, 1).__format__(1)
d.datetime(2024, 1, 1).__format__(1)
d.date(2024, 1.5, 1)""".split("\n"):
    told(text)
d.date(2024)
