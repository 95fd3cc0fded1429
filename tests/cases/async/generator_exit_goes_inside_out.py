"""GeneratorExit closes what a generator delegates to first; what that raises goes on in the outer one."""


def inner(end):
    try:
        yield "first"
    except GeneratorExit:
        print("  inner is closed")
        if end == "return":
            return "a value"
        if end == "yield":
            yield "ignored"
        if end == "raise":
            raise ValueError("from inside")
        raise


def outer(end):
    try:
        result = yield from inner(end)
        print("  outer goes on with", result)
    finally:
        print("  outer ends")


for end in ["return", "yield", "raise", "reraise"]:
    for how in ["close", "throw"]:
        print(how, end)
        g = outer(end)
        next(g)
        thrown = GeneratorExit("thrown")
        try:
            print("  gave", g.close() if how == "close" else g.throw(thrown))
        except BaseException as e:
            print("  raised", repr(e), "the thrown one:", e is thrown, "context:", repr(e.__context__))
        print("  finished:", g.gi_frame is None)


class Iterator:
    def __init__(self, end):
        self.end = end

    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def close(self):
        print("  close is called")
        if self.end == "raise":
            raise KeyError("close")


def over(it):
    try:
        yield from it
    except BaseException as e:
        print("  seen by the generator:", repr(e))
        raise


for end in ["fine", "raise"]:
    g = over(Iterator(end))
    next(g)
    try:
        print("close", g.close())
    except KeyError as e:
        print("close raised", repr(e))


class NoAttributes:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def __getattr__(self, name):
        raise LookupError(name)


import sys

sys.unraisablehook = lambda x: print("unraisable:", repr(x.exc_value), x.err_msg.split(" <")[0])
g = over(NoAttributes())
next(g)
g.close()


class Unmakeable(Exception):
    def __init__(self):
        raise TypeError("cannot be made")


def catches():
    try:
        yield
    except TypeError as e:
        print("thrown in its place:", e)


g = catches()
next(g)
try:
    g.throw(Unmakeable)
except StopIteration:
    print("stopped")
