import types
from collections import deque


@types.coroutine
def switch():
    yield


async def count(name, n):
    for i in range(n):
        print(name, i)
        await switch()
    return f"{name} done"


def run(*coros):
    ready = deque(coros)
    while ready:
        c = ready.popleft()
        try:
            c.send(None)
        except StopIteration as e:
            print(e.value)
        else:
            ready.append(c)


run(count("a", 2), count("b", 3), count("c", 1))
