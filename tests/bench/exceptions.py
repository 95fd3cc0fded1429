# Exceptions: raised and caught in one function and across calls, finally, custom classes, else, context managers.
from time import perf_counter


class Refused(Exception):
    def __init__(self, amount):
        super().__init__(f"refused {amount}")
        self.amount = amount


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        return kind is KeyError


def check(n):
    if n % 3 == 0:
        raise ValueError(n)
    if n % 7 == 0:
        raise Refused(n)
    return n


def outer(n):
    try:
        return check(n)
    finally:
        counts["finally"] += 1


def work(n):
    total = 0
    table = {i: i for i in range(0, 100, 2)}
    for i in range(n):
        try:
            total += outer(i)
        except ValueError as e:
            total += len(e.args)
        except Refused as e:
            total += e.amount
        else:
            total += 1
        try:
            total += table[i % 100]
        except KeyError:
            total += 2
        with Guard():
            total += table[i % 50]
        try:
            int("x1")
        except (TypeError, ValueError):
            pass
    return total


counts = {"finally": 0}
start = perf_counter()
result = work(30_000)
elapsed = perf_counter() - start
assert (result, counts["finally"]) == (301152143, 30_000), (result, counts)
print("bench", elapsed)
