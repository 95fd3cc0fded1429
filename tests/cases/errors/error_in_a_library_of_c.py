"""Modules that are C in CPython have no entries in tracebacks, however they are made here."""
import csv
import datetime
import decimal
import io
import pickle
import traceback
import warnings


def attempt(function, *args):
    try:
        function(*args)
    except Exception:
        traceback.print_exc()


attempt(lambda: decimal.Decimal(1) / 0)
attempt(decimal.Decimal, "one")
attempt(datetime.datetime, 2020, 13, 1)
attempt(datetime.datetime.strptime, "x", "%Y")
attempt(lambda: list(csv.reader([b"bytes"])))
attempt(lambda: csv.writer(io.StringIO(), delimiter="two"))
attempt(pickle.loads, b"")
warnings.simplefilter("error")
attempt(warnings.warn, "careful")
print(decimal.Decimal(2).sqrt() + decimal.Decimal("sNaN"))
