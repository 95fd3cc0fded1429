from contextlib import contextmanager
@contextmanager
def managed():
    yield 1
    raise ValueError("after yield")
with managed():
    pass
