def add(a, b):
    return a + b


def nothing():
    pass


def default(a, b=10):
    return a - b


print(add(1, 2), nothing(), default(1), default(1, 2), default(b=1, a=2))
