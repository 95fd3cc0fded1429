"""What a trace function is told: calls, lines, returns, exceptions."""
import sys

events = []


def tracer(frame, event, arg):
    shown = arg[0].__name__ if event == "exception" else arg
    events.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, shown))
    return tracer


def run(f, *args):
    events.clear()
    sys.settrace(tracer)
    try:
        r = f(*args)
    except Exception as e:
        r = e
    finally:
        sys.settrace(None)
    print(f.__name__, repr(r))
    for e in events:
        if e[0] != "run":
            print("  ", *e)


def simple(a):
    b = a + 1
    return b


def branches(n):
    if n > 1:
        x = 1
    else:
        x = 2
    return x


def loops():
    total = 0
    for i in range(3):
        total += i
    while total > 2:
        total -= 1
    return total


def one_line_loop():
    for i in range(3): pass


def inner(x):
    return 10 // x


def raises():
    inner(0)


def numbers():
    yield 1
    yield 2


def generator():
    return list(numbers())


class Context:
    def __enter__(self):
        return 1

    def __exit__(self, *exc):
        return False


def with_statement():
    with Context() as c:
        d = c
    return d


def nested():
    def f():
        return 1
    return f() + f()


for f in (simple, branches):
    run(f, 1)
for f in (loops, one_line_loop, raises, generator, with_statement, nested):
    run(f)
