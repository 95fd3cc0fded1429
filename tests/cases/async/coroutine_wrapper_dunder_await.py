import types


@types.coroutine
def leaf():
    return (yield 1)


async def co():
    return await leaf()


c = co()
w = c.__await__()
print(type(w).__name__, iter(w) is w, next(w))
try:
    w.send(5)
except StopIteration as e:
    print(e.value)


class Aw:
    def __await__(self):
        return co().__await__()


async def use():
    return await Aw()


u = use()
u.send(None)
try:
    u.send("via")
except StopIteration as e:
    print(e.value)
c = co()
w = c.__await__()
next(w)
try:
    w.throw(ValueError("thrown"))
except ValueError as e:
    print(e)
c = co()
w = c.__await__()
next(w)
w.close()
print(c.cr_frame)
