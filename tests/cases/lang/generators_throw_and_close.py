def g():
    while True:
        try:
            x = yield "ready"
            print("got", x)
        except ValueError as e:
            print("caught", repr(e))
            yield "after throw"
        finally:
            print("cleanup")


a = g()
print(next(a), a.throw(ValueError("v")), next(a), a.throw(ValueError))
a.close()
print("closed")
try:
    next(a)
except StopIteration:
    print("stopped")


def uncaught():
    try:
        yield 1
    finally:
        print("finally")


b = uncaught()
next(b)
try:
    b.throw(KeyError("k"))
except KeyError as e:
    print(repr(e))


def ignores():
    while True:
        try:
            yield
        except GeneratorExit:
            print("ignored")


c = ignores()
next(c)
try:
    c.close()
except RuntimeError as e:
    print(e)
c = None


def returns():
    try:
        yield 1
    except GeneratorExit:
        return "returned"


d = returns()
next(d)
print(d.close())


def fresh():
    print("never")
    yield


e = fresh()
print(e.close())
f = fresh()
try:
    f.throw(ValueError("before start"))
except ValueError as x:
    print(x)
try:
    next(f)
except StopIteration:
    print("dead")
for bad in ((5,), ("x",), (ValueError, 1) if False else (None,), (int,)):
    try:
        h = uncaught()
        next(h)
        h.throw(*bad)
    except TypeError as x:
        print(x)
h = None


def closes_with_error():
    try:
        yield
    except GeneratorExit:
        raise RuntimeError("on close")


i = closes_with_error()
next(i)
try:
    i.close()
except RuntimeError as x:
    print(x, repr(x.__context__))


def dropped():
    try:
        yield 1
    finally:
        print("finalised on drop")


j = dropped()
next(j)
del j
print("after del")
for v in dropped():
    break
print("after break")


def with_cm():
    import contextlib

    with contextlib.ExitStack() as st:
        st.callback(print, "exit cm")
        yield 1


k = with_cm()
next(k)
k.close()
