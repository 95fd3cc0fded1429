# Annotations that are strings have functions that make them, as others have.
from __future__ import annotations

import functools
import sys


def plain(a: int, *b: "text", c: list[unknown] = None, **d: None) -> Undefined:
    pass


def outer():
    T = int

    def inner(x: T):
        pass

    return inner


class Holder:
    __slots__ = ()

    x: int
    y: undefined = 3

    def method(self, __hidden: Holder) -> Holder:
        pass


@functools.wraps(plain)
def wrapper(*args):
    pass


for f in (plain, outer(), Holder.method, wrapper):
    print(f.__annotate__.__name__, f.__annotate__.__qualname__, f.__annotations__ == f.__annotate__(1), f.__annotations__)
    try:
        f.__annotate__(2)
    except NotImplementedError as e:
        print(type(e).__name__, e)
print(outer.__annotate__, Holder.__annotate__, Holder.__annotations__)
z: int = 3
print(sys.modules["__main__"].__annotations__)

import annotationlib

for kind in annotationlib.Format.VALUE, annotationlib.Format.FORWARDREF, annotationlib.Format.STRING:
    print(annotationlib.get_annotations(plain, format=kind))
plain.__annotations__ = {}
print(plain.__annotate__, plain.__annotations__)
