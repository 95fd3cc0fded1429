def f(n):
    try:
        return f(n + 1)
    except RecursionError:
        return n


a = f(0)
b = f(0)
print(a == b, a > 900)


def clean():
    order = []

    def g(n):
        try:
            g(n + 1)
        finally:
            order.append(n)

    try:
        g(0)
    except RecursionError:
        pass
    return len(order) > 900, order[-3:], order[0] == len(order) - 1


print(clean())
import sys

old = sys.getrecursionlimit()
print(old)
sys.setrecursionlimit(150)


def h(n):
    return h(n + 1)


try:
    h(0)
except RecursionError as e:
    print(e)


def count(n):
    try:
        return count(n + 1)
    except RecursionError:
        return n


print(count(0) < 150)
sys.setrecursionlimit(5000)


def d(n):
    return 0 if n == 0 else 1 + d(n - 1)


print(d(4500))
sys.setrecursionlimit(old)
for bad in (0, -1, "x", 1):
    try:
        sys.setrecursionlimit(bad)
    except (ValueError, TypeError, RecursionError) as e:
        print(type(e).__name__, e)
