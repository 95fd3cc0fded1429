import functools


def log(prefix):
    def deco(fn):
        @functools.wraps(fn)
        def wrapper(*args, **kwargs):
            print(prefix, fn.__name__, args, kwargs)
            return fn(*args, **kwargs)

        return wrapper

    return deco


@log("A")
@log("B")
def add(a, b=1):
    """adds"""
    return a + b


print(add(1, b=2), add.__name__, add.__doc__, add.__wrapped__.__name__)


class Count:
    def __init__(self, fn):
        self.fn, self.n = fn, 0

    def __call__(self, *a):
        self.n += 1
        return self.fn(*a)


@Count
def sq(x):
    return x * x


print(sq(3), sq(4), sq.n)


def cls_deco(c):
    c.added = "yes"
    return c


@cls_deco
class K:
    pass


print(K.added)


@(lambda f: f())
def immediately():
    return "called"


print(immediately)
reg = {}


@reg.setdefault("k", []).append
def stored():
    pass


print(stored, reg["k"][0].__name__)


@functools.lru_cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info())
