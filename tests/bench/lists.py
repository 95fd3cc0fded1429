# Lists: append, index, slices, comprehensions, nested lists, zip, enumerate, reversed, membership.
from time import perf_counter


def sieve(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    for i in range(2, int(n**0.5) + 1):
        if flags[i]:
            flags[i * i :: i] = [False] * len(flags[i * i :: i])
    return [i for i, prime in enumerate(flags) if prime]


def multiply(a, b):
    columns = list(zip(*b))
    return [[sum([x * y for x, y in zip(row, column)]) for column in columns] for row in a]


def work(n):
    primes = sieve(n)
    matrix = [[(i * j) % 7 for j in range(30)] for i in range(30)]
    product = multiply(multiply(matrix, matrix), matrix)
    total = sum(map(sum, product))
    queue = []
    for p in primes:
        queue.append(p)
        if len(queue) > 50:
            total += queue.pop(0)
    swapped = primes[:]
    for i in range(0, len(swapped) - 1, 2):
        swapped[i], swapped[i + 1] = swapped[i + 1], swapped[i]
    for a, b in zip(swapped, reversed(primes)):
        total += a if a > b else b
    small = [3, 5, 7, 11]
    return total + sum(1 for p in range(20_000) if p in small) + len(primes[10:-10:3])


start = perf_counter()
result = work(200_000)
elapsed = perf_counter() - start
assert result == 4342577322, result
print("bench", elapsed)
