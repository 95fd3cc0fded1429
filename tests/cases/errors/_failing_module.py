"""A module that the error cases import."""
import math

VALUE = 1

def fail(x):
    return math.sqrt(x) + 1 / (x - x)

class Widget:
    def draw(self):
        raise RuntimeError("cannot draw")
