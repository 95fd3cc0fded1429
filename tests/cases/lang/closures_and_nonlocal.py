def counter():
    n = 0

    def inc(by=1):
        nonlocal n
        n += by
        return n

    def get():
        return n

    return inc, get


inc, get = counter()
print(inc(), inc(5), get(), counter()[1]())


def outer():
    x = "outer"

    def middle():
        def inner():
            nonlocal x
            x = "inner"

        inner()
        return x

    return middle(), x


print(outer())


def late():
    def f():
        return value

    value = 42
    return f()


print(late())


def unbound():
    def f():
        return value

    try:
        f()
    except NameError as e:
        print(type(e).__name__, e)
    value = 1
    del value
    try:
        f()
    except NameError as e:
        print(e)


unbound()
print(inc.__closure__[0].cell_contents, inc.__code__.co_freevars, counter.__code__.co_cellvars)
g = 1


def set_global():
    global g, new_global
    g = 2
    new_global = 3


set_global()
print(g, new_global)


def shadow():
    g = "local"

    def read():
        global g
        return g

    return g, read()


print(shadow())


def adders():
    return [lambda x, n=n: x + n for n in range(3)]


print([a(10) for a in adders()])


def param_cell(x):
    def get():
        return x

    x += 1
    return get


print(param_cell(1)())
