import inspect, types


@types.coroutine
def leaf():
    print(inspect.getcoroutinestate(me))
    yield


async def co():
    await leaf()


me = co()
print(inspect.getcoroutinestate(me), me.cr_running, me.cr_suspended, me.__name__, me.__qualname__)
me.send(None)
print(inspect.getcoroutinestate(me), me.cr_await.__name__, inspect.getcoroutinelocals(me))
me.close()
print(inspect.getcoroutinestate(me), me.cr_await)
me.__name__ = "renamed"
me.__qualname__ = "q.renamed"
print(me)
try:
    me.__name__ = 5
except TypeError as e:
    print(e)


async def selfsend():
    try:
        self.send(None)
    except ValueError as e:
        print(e)


self = selfsend()
try:
    self.send(None)
except StopIteration:
    pass
try:
    types.CoroutineType()
except TypeError as e:
    print(e)
