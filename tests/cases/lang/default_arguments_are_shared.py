def f(x, acc=[]):
    acc.append(x)
    return acc


print(f(1), f(2), f(3, []), f.__defaults__)


def g(n=len("abc"), *, k={"a": 1}):
    return n, k


print(g(), g.__defaults__, g.__kwdefaults__)
g.__defaults__ = (99,)
g.__kwdefaults__ = {"k": "new"}
print(g())
x = 5


def h(y=x):
    return y


x = 6
print(h(), h.__name__, h.__qualname__, h.__module__, h.__doc__, h.__code__.co_varnames, h.__code__.co_argcount)


def doc():
    """The docstring."""


print(doc.__doc__, doc())
h.attr = 1
print(h.attr, h.__dict__, callable(h), type(h).__name__)
