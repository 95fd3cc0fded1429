"""What nobody can catch goes through sys.unraisablehook."""
import sys
import weakref


class Broken:
    def __del__(self):
        raise ValueError("in del")


def hook(unraisable):
    print(unraisable.exc_type.__name__, unraisable.exc_value, unraisable.err_msg.partition(" <")[0], unraisable.object)
    print(unraisable.exc_traceback.tb_frame.f_code.co_name)


sys.unraisablehook = hook
Broken()


class Referent:
    pass


def callback(ref):
    raise KeyError("in callback")


r = Referent()
w = weakref.ref(r, callback)
del r


def generator():
    try:
        yield
    finally:
        raise OSError("while closing")


g = generator()
next(g)
del g


def failing(unraisable):
    raise RuntimeError("the hook fails")


sys.unraisablehook = failing
Broken()
sys.unraisablehook = sys.__unraisablehook__
Broken()
print("end")
