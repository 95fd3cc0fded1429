def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def method(x, *rest, k=1):
    return x.get(rest, default=k).items(*rest, **k)
