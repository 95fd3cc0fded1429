# Function calls: the recursive Fibonacci function.
from time import perf_counter


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


start = perf_counter()
result = fib(27)
elapsed = perf_counter() - start
assert result == 196418, result
print("bench", elapsed)
