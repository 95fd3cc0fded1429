"""A chain of contexts that is a cycle already does not stop an exception from being raised."""


def raised(f):
    try:
        f()
    except Exception as e:
        return e


def itself():
    try:
        raise ValueError(1)
    except ValueError as e:
        e.__context__ = e
        raise TypeError(2)


def behind():
    a, b, c = ValueError("a"), ValueError("b"), ValueError("c")
    a.__context__, b.__context__, c.__context__ = b, c, b
    try:
        raise a
    except ValueError as e:
        e.__context__ = b
        raise TypeError(3)


e = raised(itself)
print(repr(e), repr(e.__context__), e.__context__.__context__ is e.__context__)
e = raised(behind)
at, chain = e, []
while at is not None and len(chain) < 6:
    chain.append(repr(at))
    at = at.__context__
print(chain)

import pickle

for made in (OSError(2, "no", "file"), OSError(2, "no", "one", None, "two"), OSError(2, "no"), OSError("text")):
    again = pickle.loads(pickle.dumps(made))
    print(repr(again), again.errno, again.filename, again.filename2, again.__reduce__()[1])
for name, value in (("args", 1), ("__suppress_context__", 1)):
    try:
        setattr(Exception(), name, value)
    except TypeError as e:
        print(e)
try:
    del Exception().__suppress_context__
except TypeError as e:
    print(e)
