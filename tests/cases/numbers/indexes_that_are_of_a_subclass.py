"""What __index__ returns has to be an int; one of a subclass is deprecated, and text is refused wherever it is used."""

import operator
import warnings


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


for seq in ("abc", b"abc", bytearray(b"abc"), memoryview(b"abc"), [1, 2, 3], (1, 2, 3)):
    for use in (lambda i: seq[i], lambda i: seq[i:], lambda i: seq * i):
        try:
            print(use(Index("bad")))
        except TypeError as e:
            print(type(seq).__name__, e)

with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    n = operator.index(Index(True))
    print(n, type(n), "abc"[Index(True)], [1, 2, 3][Index(False)])
for w in seen:
    print(w.category.__name__, w.message)

for n in (0, 1, 3):
    it = iter(range(10, 2**70, 5))
    it.__setstate__(n)
    f, args, state = it.__reduce__()
    print(f is iter, args, state, next(it), it.__length_hint__ is not None)
for it in (iter(range(3)), iter(range(2**70))):
    try:
        it.__setstate__(1.0)
    except TypeError as e:
        print(e)
