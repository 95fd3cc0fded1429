def gen(n):
    print("start")
    for i in range(n):
        got = yield i
        if got:
            print("got", got)
    print("end")
    return "result"


g = gen(3)
print(type(g).__name__, next(g), g.send("hello"), next(g))
try:
    next(g)
except StopIteration as e:
    print(e.value)
try:
    next(g)
except StopIteration as e:
    print("again", e.value)
print(list(gen(2)), sum(gen(3)), [*gen(1)])
g = gen(1)
try:
    g.send("early")
except TypeError as e:
    print(e)
print(g.gi_running, g.gi_frame is not None, g.gi_yieldfrom, g.__name__, g.__qualname__)
g.close()
print(g.gi_frame)


def inf():
    n = 0
    while True:
        yield n
        n += 1


print([x for x, _ in zip(inf(), range(5))])


def empty():
    return
    yield


print(list(empty()))


def rec(n):
    if n:
        yield n
        yield from rec(n - 1)


print(list(rec(5)))


def echo():
    x = None
    while True:
        x = yield x


e = echo()
next(e)
print(e.send(1), e.send(2))
e.close()


def reenter():
    yield next(me)


me = reenter()
try:
    next(me)
except ValueError as x:
    print(x)


def stop():
    yield 1
    raise StopIteration("bad")


try:
    list(stop())
except RuntimeError as x:
    print(x, repr(x.__cause__))


def lazy():
    yield print("first")
    yield print("second")


l = lazy()
next(l)
print((yield_ := [(lambda: (yield 1))]) and list(yield_[0]()))


def multi():
    x = (yield 1) + (yield 2)
    yield x


m = multi()
next(m)
m.send(10)
print(m.send(20))


def tree(t):
    if t:
        l, v, r = t
        yield from tree(l)
        yield v
        yield from tree(r)


print(list(tree(((None, 1, None), 2, ((None, 3, None), 4, None)))))
