# Natives that call natives that step iterators that call natives, as deep as the program says.
import functools
import itertools
import operator

for n in (3, 4, 5, 100, 5000):
    m = iter([5])
    for _ in range(n):
        m = map(next, itertools.repeat(m))
    print(n, next(m))
    m = iter([5, 6])
    for _ in range(n):
        m = map(next, iter([m]))
    print(max(m), list(m))
    m = iter(["7", "x"])
    for _ in range(n):
        m = map(operator.call, itertools.repeat(functools.partial(next, m)))
    print(int(next(m)))
    try:
        print(sum(map(int, m)))
    except ValueError as error:
        print(error)
