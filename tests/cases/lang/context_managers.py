class CM:
    def __init__(self, n, suppress=False):
        self.n, self.s = n, suppress

    def __enter__(self):
        print("enter", self.n)
        return self.n

    def __exit__(self, t, v, tb):
        print("exit", self.n, t and t.__name__, v, tb is not None)
        return self.s


with CM(1) as x:
    print("body", x)
with CM(1) as a, CM(2) as b:
    print(a, b)
with CM(1) as a, CM(2):
    print("paren")
with CM(1, True):
    raise ValueError("suppressed")
try:
    with CM(1), CM(2):
        raise KeyError("k")
except KeyError as e:
    print("caught", e)


def f():
    with CM("ret"):
        return "value"


print(f())
for i in range(2):
    with CM(i):
        if i == 0:
            continue
        break


class BadEnter:
    def __enter__(self):
        raise RuntimeError("enter failed")

    def __exit__(self, *a):
        print("never")


try:
    with CM("outer"), BadEnter():
        print("no")
except RuntimeError as e:
    print(e)


class ExitRaises:
    def __enter__(self):
        pass

    def __exit__(self, *a):
        raise OSError("from exit")


try:
    with ExitRaises():
        raise ValueError("body")
except OSError as e:
    print(e, repr(e.__context__))
for bad in (
    object(),
    type("NoExit", (), {"__enter__": lambda s: 1})(),
    type("NoEnter", (), {"__exit__": lambda *a: 1})(),
):
    try:
        with bad:
            pass
    except TypeError as e:
        print(e)
with CM("t") as (x):
    print(x)
with CM((1, 2)) as (p, q):
    print(p, q)
d = {}
with CM(9) as d["k"]:
    print(d)
from contextlib import contextmanager, suppress, ExitStack, closing, nullcontext


@contextmanager
def gen(n):
    print("setup", n)
    try:
        yield n
    except ZeroDivisionError:
        print("gen caught")
    finally:
        print("teardown", n)


with gen(5) as g:
    print(g)
    1 / 0
with suppress(KeyError, IndexError):
    [][0]
with ExitStack() as st:
    for i in range(2):
        st.enter_context(CM(i))
    st.callback(print, "callback")
