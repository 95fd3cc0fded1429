def f(*args, **kwargs):
    print(args, kwargs)


f()
f(1, 2, a=3)
f(*[1, 2], **{"k": 5})


def g(a, *rest, key=0):
    return a, rest, key


print(g(1), g(1, 2, 3, key=4))
