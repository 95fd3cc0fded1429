def f():
    return f()


def g(n):
    return 1 + g(n + 1)


for fn in (f, lambda: g(0), lambda: (lambda h: h(h))(lambda h: h(h))):
    try:
        fn()
    except RecursionError as e:
        print(e)


def depth():
    n = 0

    def rec():
        nonlocal n
        n += 1
        rec()

    try:
        rec()
    except RecursionError:
        return n


d = depth()
print(900 < d < 1000, depth() == d)
