def inner():
    try:
        x = yield 1
        print("inner got", x)
        y = yield 2
        print("inner got", y)
    except ValueError as e:
        print("inner caught", e)
        yield "recovered"
    finally:
        print("inner finally")
    return "inner result"


def outer():
    r = yield from inner()
    print("outer has", r)
    return r + "!"


o = outer()
print(next(o), o.send("a"), o.gi_yieldfrom.__name__)
try:
    o.send("b")
except StopIteration as e:
    print(e.value)
o = outer()
next(o)
print(o.throw(ValueError("v")))
try:
    next(o)
except StopIteration as e:
    print(e.value)
o = outer()
next(o)
o.close()


def from_list():
    r = yield from [1, 2]
    print(r)
    yield from "ab"
    yield from range(2)
    yield from {"k": 1}
    yield from ()


print(list(from_list()))


class It:
    def __iter__(self):
        return self

    def __next__(self):
        return "n"

    def throw(self, *a):
        print("throw", [getattr(x, "__name__", x) for x in a[:1]])
        return "thrown"

    def close(self):
        print("close called")

    def send(self, v):
        print("send", v)
        return "sent"


def deleg():
    yield from It()


d = deleg()
print(next(d), d.send(5), d.throw(KeyError))
d.close()
d = deleg()
next(d)
print(next(d))


def bad():
    yield from 5


try:
    list(bad())
except TypeError as e:
    print(e)


def no_send():
    yield from iter([1, 2])


n = no_send()
next(n)
try:
    n.send(1)
except AttributeError as e:
    print(e)


def deep(n):
    if n == 0:
        yield "bottom"
        return 0
    return 1 + (yield from deep(n - 1))


d = deep(50)
print(next(d))
try:
    next(d)
except StopIteration as e:
    print(e.value)


def chain(*its):
    for i in its:
        yield from i


print(list(chain("ab", [1], (x for x in range(2)))))


def raising():
    yield 1
    raise KeyError("sub")


def catching():
    try:
        yield from raising()
    except KeyError as e:
        yield f"caught {e}"


print(list(catching()))
