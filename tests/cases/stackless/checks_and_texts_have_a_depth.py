"""What never ends is stopped: nested tuples of classes that grow, bases that repeat, a text that is its own representation."""


def stopped(f):
    try:
        f()
    except RecursionError:
        return "RecursionError"
    return "ended"


def grow(check, value):
    nested = (str,)
    while True:
        for _ in range(50_000):
            nested = (nested,)
        check(value, nested)


print(stopped(lambda: grow(isinstance, 1)), stopped(lambda: grow(issubclass, int)))


class Three:
    @property
    def __bases__(self):
        return (self, self, self)


class Two:
    def __getattr__(self, name):
        return (self, None)


class Text:
    pass


Text.__repr__ = Text.__str__


class Calls:
    pass


Calls.__call__ = Calls()
for f in (
    lambda: issubclass(Three(), int),
    lambda: issubclass(Two(), int),
    lambda: str(Text()),
    lambda: repr(Text()),
    lambda: Calls()(),
):
    print(stopped(f))

nested = ()
for _ in range(5000):
    nested = (nested,)
print(len(repr(nested)), hash(nested) == hash(nested), nested == (nested[0],))
del nested
