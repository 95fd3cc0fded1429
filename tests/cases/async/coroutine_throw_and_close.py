import types


@types.coroutine
def pause():
    try:
        yield "paused"
    except ValueError as e:
        print("leaf caught", e)
        return "recovered"
    except GeneratorExit:
        print("leaf closing")
        raise
    finally:
        print("leaf finally")


async def work():
    try:
        r = await pause()
        print("r", r)
        await pause()
    except KeyError as e:
        print("work caught", repr(e))
        return "from KeyError"
    finally:
        print("work finally")


c = work()
print(c.send(None))
print(c.throw(ValueError("v")))
try:
    c.throw(KeyError("k"))
except StopIteration as e:
    print(e.value)
c = work()
c.send(None)
c.close()
c.close()
c = work()
c.send(None)
try:
    c.throw(OSError("os"))
except OSError as e:
    print(e)
c = work()
try:
    c.throw(RuntimeError("unstarted"))
except RuntimeError as e:
    print(e)


async def stubborn():
    try:
        await pause()
    except GeneratorExit:
        await pause()


c = stubborn()
c.send(None)
try:
    c.close()
except RuntimeError as e:
    print(e)
try:
    c.close()
except RuntimeError as e:
    print("second", e)
c = None
