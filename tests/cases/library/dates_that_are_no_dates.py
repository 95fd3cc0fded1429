import datetime
from decimal import Decimal, getcontext

for text in ("2020-13-01", "2020-02-30", "2020-AB-01", "2020-1-1", "٢٠٢٠-01-01", "2020-W54-1", "2020-01-01T", ""):
    for kind in (datetime.date, datetime.datetime):
        try:
            print(kind.fromisoformat(text))
        except ValueError as e:
            print(kind.__name__, e, e.__context__ is None or e.__suppress_context__)
for text in ("25:00", "10:60", "1", "10:20:61"):
    try:
        print(datetime.time.fromisoformat(text))
    except ValueError as e:
        print(e, e.__context__)
for name, value in (("prec", 0), ("Emin", 5), ("Emax", -1), ("capitals", 3), ("clamp", 9), ("prec", "a")):
    try:
        setattr(getcontext(), name, value)
    except (ValueError, TypeError) as e:
        print(name, type(e).__name__, e)
for wrong in (lambda: hash(Decimal("sNaN")), lambda: Decimal([1])):
    try:
        wrong()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
for value in (None, 1.5, object, 3, "x", [300]):
    data = bytearray(b"abc")
    try:
        data[0:1] = value
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
try:
    compile("x", "na\0me", "exec")
except ValueError as e:
    print(e)
datetime.date.fromisoformat("2021-02-29")
