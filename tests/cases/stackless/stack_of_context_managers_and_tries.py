from contextlib import ExitStack

log = []
with ExitStack() as st:
    for i in range(2000):
        st.callback(log.append, i)
print(len(log), log[:2])


class CM:
    def __init__(self, n):
        self.n = n

    def __enter__(self):
        return self

    def __exit__(self, t, v, tb):
        log.append(self.n)


log.clear()


def nest(n):
    with CM(n):
        if n:
            nest(n - 1)
        else:
            raise ValueError("deep with")


try:
    nest(200)
except ValueError as e:
    print(e, len(log), log[:3])


def chain(n):
    try:
        if n:
            chain(n - 1)
        else:
            raise KeyError(0)
    except KeyError as e:
        raise KeyError(n) from e


try:
    chain(150)
except KeyError as e:
    k = 0
    while e:
        e = e.__cause__
        k += 1
    print(k)
