import traceback


def show(e):
    seen = 0
    while e is not None and seen < 6:
        print(repr(e), "cause", repr(e.__cause__), "ctx", repr(e.__context__), e.__suppress_context__)
        e = e.__context__
        seen += 1


try:
    try:
        try:
            raise ValueError(1)
        except ValueError:
            raise KeyError(2)
    except KeyError:
        raise IndexError(3)
except IndexError as e:
    show(e)
a = ValueError("a")
try:
    try:
        raise a
    except ValueError:
        raise a
except ValueError as e:
    print(e.__context__)
try:
    try:
        raise a
    except ValueError as x:
        try:
            raise KeyError("b")
        except KeyError:
            raise x
except ValueError as e:
    show(e)


def gen():
    try:
        yield
    except ValueError:
        yield "handled"


g = gen()
next(g)
try:
    raise KeyError("outer")
except KeyError:
    print(g.throw(ValueError("thrown")))


class Ctx:
    def __enter__(self):
        return self

    def __exit__(self, t, v, tb):
        try:
            raise RuntimeError("in exit")
        except RuntimeError as e:
            print(repr(e.__context__))


try:
    with Ctx():
        raise ValueError("body")
except ValueError as e:
    print(repr(e), repr(e.__context__))
import sys

print(sys.exc_info())
try:
    1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0].__name__, sys.exception())
    try:
        raise KeyError
    except KeyError:
        print(sys.exc_info()[0].__name__)
    print(sys.exc_info()[0].__name__)
print(sys.exc_info()[0])
try:
    raise ValueError("x").with_traceback(None) from KeyError("c")
except ValueError as e:
    print("".join(traceback.format_exception_only(e)).strip(), repr(e.__cause__))
