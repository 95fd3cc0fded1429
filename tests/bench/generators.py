# Generators: pipelines, yield from, generator expressions, send, itertools, recursion over a tree.
from itertools import chain, count, islice, takewhile
from time import perf_counter


def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1


def squares(source):
    for x in source:
        yield x * x


def odd(source):
    return (x for x in source if x % 2)


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def average():
    total, n, value = 0, 0, 0
    while True:
        x = yield value
        total += x
        n += 1
        value = total // n


def work(n):
    total = sum(odd(squares(numbers(n))))
    total += sum(tree(12))
    running = average()
    next(running)
    for i in range(n // 2):
        total += running.send(i)
    total += sum(islice((x * 3 for x in count()), n // 4))
    total += len(list(takewhile(lambda x: x < n // 4, numbers(n))))
    for a, b in zip(numbers(n // 2), chain(numbers(n // 4), numbers(n // 4))):
        total += a - b
    return total


start = perf_counter()
result = work(60_000)
elapsed = perf_counter() - start
assert result == 36000787475678, result
print("bench", elapsed)
