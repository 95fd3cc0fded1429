"""A built-in type whose constructor takes no keywords leaves them to the half that a subclass defines."""


def attempt(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except TypeError as e:
        return f"TypeError: {e}"


for base in (list, tuple, float, frozenset):
    class Plain(base):
        pass

    class WithInit(base):
        def __init__(self, value, extra=None):
            self.extra = extra

    class WithNew(base):
        def __new__(cls, value, extra=None):
            made = super().__new__(cls, value)
            made.extra = extra
            return made

    value = 2.5 if base is float else [1, 2]
    print(base.__name__, attempt(Plain, sequence=value))
    print(base.__name__, attempt(WithInit, value, extra=3).extra)
    print(base.__name__, attempt(WithNew, value, extra=4).extra)

print(attempt(frozenset, [], 2))
print(attempt(frozenset, a=1))
