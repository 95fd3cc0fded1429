# Classes that are built in are named with their module; a sequence words what it cannot take.
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

now = datetime(2024, 1, 31, 12, 30)
aware = datetime(2024, 1, 31, tzinfo=timezone.utc)


class Refuses:
    def __radd__(self, other):
        return NotImplemented

    __rmul__ = __radd__


class Later(datetime):
    pass


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(f"{type(e).__name__}: {e}")


for left in "a", [1], (1,), b"a", bytearray(b"a"), 1:
    for right in Refuses(), now, date(2024, 1, 1), timedelta(1), Decimal(1), Fraction(1, 2):
        attempt(lambda: left + right)
    attempt(lambda: left * Refuses())
for f in (
    lambda: Decimal("1.5") + 0.5,
    lambda: Decimal("1.5") < "a",
    lambda: now + 1,
    lambda: now - aware,
    lambda: now < aware,
    lambda: now < date(2024, 1, 1),
    lambda: now + now,
    lambda: Later(2024, 1, 1) + 1,
    lambda: date(9999, 12, 31) + timedelta(1),
    lambda: datetime(9999, 12, 31) + timedelta(1),
    lambda: timedelta(days=10**9),
    lambda: timedelta(days=10**10),
    lambda: time(1) - time(2),
    lambda: len(now),
    lambda: now["a"],
    lambda: now.yeer,
    lambda: [1][Decimal(0)],
    lambda: range(Decimal(3)),
    lambda: date(2024, 2, 29).isocalendar(),
    lambda: int(now),
):
    attempt(f)
