def f():
    raise ValueError("first")
def g():
    try:
        f()
    except ValueError:
        raise
g()
