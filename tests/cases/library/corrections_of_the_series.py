"""What later versions of the 3.14 series do otherwise: dates have digits only, a method's module is its type's."""

from annotationlib import type_repr
from datetime import date, datetime, time

for text in ("2009-04-0a", "+009-04-01", "20 9-04-01", "2009-W01-x", "2009-04-01", "2009-W05-3", "20090401"):
    try:
        print(date.fromisoformat(text))
    except ValueError as e:
        print(e)
for text in ("12:3 :45", "12:+3", "12:30:45", "12", "1230"):
    try:
        print(time.fromisoformat(text))
    except ValueError as e:
        print(e)
print(datetime.fromisoformat("2009-04-01T12:30:45.123456+02:00"))
print(type_repr([].append), type_repr(len), type_repr(dict.fromkeys), type_repr(int))


class Changes(str):
    def __str__(self):
        error.object = None
        return "changed"


for made in (UnicodeEncodeError("utf-8", "x", 0, 1, Changes()), UnicodeDecodeError("utf-8", b"x", 0, 1, Changes())):
    error = made
    try:
        print(error)
    except TypeError as e:
        print(e)
