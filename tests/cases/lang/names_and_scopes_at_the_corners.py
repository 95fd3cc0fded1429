"""Where names are looked up, and which mistakes say what."""

import sys

x = "global"


def attempt(f, *args):
    try:
        print(f.__name__, f(*args))
    except BaseException as e:
        print(f.__name__, type(e).__name__, e)


def read_before_assignment():
    print(x)
    x = 1


def free_before_assignment():
    def inner():
        return y

    value = inner()
    y = value


def delete_what_is_not():
    del q


def after_the_handler():
    try:
        raise ValueError
    except ValueError as e:
        pass
    return e


def late_closure():
    return [lambda: i for i in range(3)][0]()


def class_in_a_comprehension():
    class K:
        z = 1
        items = [z for _ in range(1)]

    return K.items


def first_iterable_in_a_class():
    class K:
        z = [1, 2]
        items = [i for i in z]

    return K.items, "i" in K.__dict__


def counter():
    n = 0

    def increase():
        nonlocal n
        n += 1
        return n

    increase()
    return increase(), n, increase.__closure__[0].cell_contents


def counter_without_nonlocal():
    n = 0

    def increase():
        n += 1

    increase()


def exec_in_a_function():
    exec("made = 1")
    return made


def walrus():
    return [y := 1, y**2], y, any((w := v) > 2 for v in [1, 3, 5]), w


def unpack():
    a, *b = "hello"
    *c, d = [1, 2]
    (e, f), g = (1, 2), 3
    i = j = []
    i.append(1)
    return a, b, c, d, e, f, g, j


def unpack_in_order():
    values, i = [0, 1], 0
    i, values[i] = 1, 9
    return values


def too_few():
    a, b, c = 1, 2


def too_many():
    a, b = {1: 2, 3: 4, 5: 6}


def too_few_for_a_star():
    a, *b, c = [1]


def shared_default(a, items=[]):
    items.append(a)
    return items


def finally_wins():
    for i in range(3):
        try:
            return i
        finally:
            if i < 2:
                print("leaving with", i)


def chains():
    return 1 < 2 < 3, 1 < 3 < 2, 1 == 1 != 2, (1 < 2) < 3, 5 in [5] == True


class Index:
    def __getitem__(self, key):
        return key


for f in (
    *(read_before_assignment, free_before_assignment, delete_what_is_not, after_the_handler, late_closure),
    *(class_in_a_comprehension, first_iterable_in_a_class, counter, counter_without_nonlocal, exec_in_a_function),
    *(walrus, unpack, unpack_in_order, too_few, too_many, too_few_for_a_star, finally_wins, chains),
):
    attempt(f)
attempt(shared_default, 1)
attempt(shared_default, 2)
index = Index()
print(index[1, *[2, 3]], index[*"ab"], index[1:2, ::3, ...], index[()], index[:, 1], index[*[],])
i = 5
print([i for i in range(2)], i, {i: j for i, j in zip("ab", "cd")}, sys._getframe().f_code.co_name)
attempt(lambda: eval("[a for a in b]", {"b": [1]}))
attempt(lambda: eval("x", {}, {"x": 2}))
attempt(lambda: eval("1 +"))
namespace = {}
exec("def f(): return g\ng = 1", namespace)
print(namespace["f"]())
