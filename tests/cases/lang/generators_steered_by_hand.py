"""What send, throw and close do to generators in every state."""

import inspect


def attempt(f, *args):
    try:
        print(f.__name__, "gives", f(*args))
    except BaseException as e:
        print(f.__name__, type(e).__name__, e, "|", type(e.__cause__).__name__, type(e.__context__).__name__)


def talker():
    try:
        x = yield 1
        print("got", x)
        y = yield x
        return ("result", y)
    except ValueError as e:
        print("caught", e)
        yield "recovered"
    finally:
        print("finally")


g = talker()
print(next(g), g.send(5))
attempt(g.send, 6)
attempt(g.send, None)
g = talker()
attempt(g.send, 1)
next(g)
attempt(g.throw, ValueError("v"))
attempt(g.close)
attempt(g.throw, KeyError("after the end"))
g = talker()
attempt(g.throw, TypeError("before the start"))
print(g.gi_frame, inspect.getgeneratorstate(g))


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = stubborn()
next(g)
attempt(g.close)


def stops():
    yield 1
    raise StopIteration("inside")


g = stops()
next(g)
attempt(g.__next__)


def returns_at_the_end():
    try:
        yield 1
    except GeneratorExit:
        return "value of close"


g = returns_at_the_end()
next(g)
attempt(g.close)


def inner():
    got = yield "from inner"
    print("inner got", got)
    return "inner's value"


def outer():
    value = yield from inner()
    print("outer got", value)
    print("list gives", (yield from [1, 2]))
    return 3


g = outer()
print(next(g), g.gi_yieldfrom.__name__, g.send("X"), next(g))
attempt(g.send, "to a list")
attempt(g.__next__)


def itself():
    yield next(me)


me = itself()
attempt(next, me)
attempt(talker().throw, 3)
attempt(talker().throw, int)
attempt(talker().throw)
attempt(next, iter([]))
attempt(next, iter([]), "default")
attempt(iter, 3)
attempt(iter, 3, 4)
print(list(iter(iter([1, 2, 3]).__next__, 3)), [x for x in range(3) if x], sum(x * y for x in (1, 2) for y in (3, 4)))
for item in talker():
    break
print("the end")
