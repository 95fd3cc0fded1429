"""A handler that removes itself does not have the next one left out; a file that cannot be opened is the handler's error."""
import logging
import sys

log = logging.getLogger("goes")
log.propagate = False


class Once(logging.Handler):
    def emit(self, record):
        print("once:", record.getMessage())
        log.removeHandler(self)


class Counting(logging.Handler):
    def emit(self, record):
        print("counted:", record.getMessage())


log.addHandler(Once())
log.addHandler(Counting())
log.warning("first")
log.warning("second")

missing = logging.FileHandler("/nowhere/at/all.log", delay=True)
missing.handleError = lambda record: print("cannot be written:", type(sys.exception()).__name__)
log.addHandler(missing)
log.warning("third")
