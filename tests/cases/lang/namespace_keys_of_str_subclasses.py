# Names in namespaces may be instances of a class derived from str: attributes, globals and class attributes find them by their text.


class Name(str):
    pass


class Thing:
    kind = "of the class"

    def method(self):
        return "method"


def read(t):
    return t.x, t.kind


def call(t):
    return t.method()


things = [Thing() for _ in range(3)]
for t in things:
    t.x = 0
print([read(t) for t in things], [call(t) for t in things])

plain, named, empty = things
named.__dict__[Name("x")] = 1
named.__dict__[Name("kind")] = "of the instance"
named.__dict__[Name("method")] = lambda: "hidden"
print([read(t) for t in things], [call(t) for t in things])
print([type(k).__name__ for k in named.__dict__])

fresh = Thing()
fresh.__dict__[Name("x")] = 5
print(read(fresh), fresh.__dict__, len(fresh.__dict__))
fresh.x += 1
print(read(fresh), list(map(type, fresh.__dict__)), hasattr(fresh, "x"))
del fresh.x
print(hasattr(fresh, "x"), fresh.__dict__)


def look():
    return len


def first():
    return value


print(look() is len)
globals()[Name("len")] = "mine"
globals()[Name("value")] = 10
print(look(), first())
value = 11
print(first(), [type(k).__name__ for k in globals() if k == "value"])
del globals()["len"]
print(look() is len)


def keywords(a, **rest):
    return a, sorted(rest.items()), sorted(type(k).__name__ for k in rest)


print(keywords(**{Name("a"): 1, Name("b"): 2}))


class Slotted:
    __slots__ = ("x", "__dict__")


s = Slotted()
s.y = 1
s.__dict__["x"] = "in the namespace"


def slot(s):
    try:
        return s.x
    except AttributeError as e:
        return str(e)


print(slot(s))
s.x = 3
print([slot(s) for _ in range(3)])
del s.x
print(slot(s), s.y, s.__dict__)
