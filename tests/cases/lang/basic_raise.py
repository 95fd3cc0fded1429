class MyError(Exception):
    pass


def f(n):
    if n < 0:
        raise ValueError("negative")
    if n > 10:
        raise MyError("too big", n)
    return n


for n in (5, -1, 11):
    try:
        print(f(n))
    except ValueError as e:
        print("ValueError", e)
    except MyError as e:
        print("MyError", e.args)
