def f(*args):
    raise ValueError(len(args))
f(
    1,
    2,
    3,
)
