import types


@types.coroutine
def leaf(v):
    return (yield v)


async def ag():
    try:
        x = await leaf("await 1")
        print("awaited", x)
        got = yield "yield 1"
        print("asend", got)
        await leaf("await 2")
        yield "yield 2"
    except ValueError as e:
        print("caught", e)
        yield "recovered"
    finally:
        print("finally")


def drive(aw, *sends):
    try:
        v = aw.send(None)
        for s in sends:
            print("suspended", v)
            v = aw.send(s)
        print("still suspended", v)
    except StopIteration as e:
        print("->", e.value)
    except BaseException as e:
        print("!!", type(e).__name__, e)


g = ag()
drive(g.__anext__(), "A")
drive(g.asend("S"), "B")
drive(g.athrow(ValueError("v")))
drive(g.__anext__())
drive(g.__anext__())
g = ag()
drive(g.aclose())
g = ag()
drive(g.asend(None), "x")
drive(g.aclose())
drive(g.aclose())
drive(g.asend(None))
g = ag()
drive(g.asend(5))
g = ag()
a = g.__anext__()
print(
    type(a).__name__, type(g.athrow(ValueError)).__name__, g.ag_running, g.ag_frame is not None, g.ag_await, g.__name__
)
a.close()
try:
    a.send(None)
except RuntimeError as e:
    print(e)
