import sys


def first(g):
    print("firstiter", g.__name__)


def fin(g):
    print("finalizer", g.__name__)
    g.aclose().close()


old = sys.get_asyncgen_hooks()
print(old)
sys.set_asyncgen_hooks(firstiter=first, finalizer=fin)


async def ag():
    yield 1


g = ag()
a = g.__anext__()
try:
    a.send(None)
except StopIteration as e:
    print(e.value)
del a, g
h = ag()
del h
print("unstarted has no finalizer")
sys.set_asyncgen_hooks(*old)
