"""What is still there when the program ends is taken down in a definite order."""
import atexit
import sys


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self, write=sys.stdout.write):
        write(f"del {self.name} {sys.is_finalizing()}\n")


def uses_globals():
    return plain


plain = Noisy("plain")
_private = Noisy("private")
cycle = Noisy("cycle")
cycle.itself = cycle
del cycle
listed = [Noisy("in a list")]
atexit.register(print, "atexit", 1)
atexit.register(print, "atexit", 2, sep="-")


@atexit.register
def last():
    print("registered last")


print("end of the text")
