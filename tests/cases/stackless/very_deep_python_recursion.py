import sys

sys.setrecursionlimit(200_000)


def d(n):
    return 0 if n == 0 else 1 + d(n - 1)


print(d(100_000))


def fib(n, memo={}):
    if n < 2:
        return n
    if n not in memo:
        memo[n] = fib(n - 1) + fib(n - 2)
    return memo[n]


print(fib(20_000) % 10**9)


def deep_raise(n):
    if n == 0:
        raise ValueError("bottom")
    try:
        deep_raise(n - 1)
    finally:
        pass


try:
    deep_raise(20_000)
except ValueError as e:
    print(e)
