def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, kw


print(
    f(1, c=3),
    f(1, 5, 6, 7, c=3, e=5),
    f(*[1, 2], **{"c": 3, "z": 1}),
    f(*range(5), c=0),
    f(1, *"ab", c=1, **dict(x=2), y=3),
)


def pos(a, b, /, c, *, d):
    return a, b, c, d


print(pos(1, 2, 3, d=4), pos(1, 2, c=3, d=4))


def kwonly(*, a=1, b):
    return a, b


print(kwonly(b=2))


def posonly_kw(a, /, **kw):
    return a, kw


print(posonly_kw(1, a=2))
calls = [
    "f()",
    "f(1)",
    "f(1, c=1, a=2)",
    "pos(1, 2)",
    "pos(1, b=2, c=3, d=4)",
    "pos(1, 2, 3, 4)",
    "kwonly(1)",
    "kwonly()",
    "f(1, c=1, **{'c': 2})",
    "f(1, *5, c=1)",
    "f(**5)",
    "f(1, c=1, **{1: 2})",
    "pos()",
    "(lambda: 0)(1)",
    "(lambda x: 0)()",
    "(lambda x, y: 0)(1)",
    "(lambda x, y, z: 0)()",
    "(lambda x=1: 0)(1, 2)",
    "(lambda x, y=1: 0)(1, 2, 3)",
    "(lambda *, k: 0)()",
    "(lambda *, k, l: 0)()",
    "(lambda *, k=1: 0)(1)",
    "(lambda a, *, k: 0)(1, 2, k=1)",
    "(lambda: 0)(x=1)",
    "(lambda apple: 0)(appel=1)",
    "(lambda: 0)(*[1], **{'a': 1})",
    "len()",
    "len(1, 2)",
    "len(x=1)",
    "print(foo=1)",
    "int('1', bas=2)",
    "f.__defaults__()",
    "f.__name__()",
]
for c in calls:
    try:
        print(eval(c))
    except TypeError as e:
        print(c, "->", e)
print((lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4), (lambda a, b=lambda: 1: b())(0))
