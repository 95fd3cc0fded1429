# What sys.settrace tells of generators: loops over them end without an exception, and what is thrown into a delegation passes by its line.
import sys
import types

def tell(frame, event, arg):
    if frame.f_code.co_filename == __file__:
        print("  ", frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, event)
        return tell

def inner():
    yield 1
    yield 2

def answer():
    yield 1
    return 5

def loop():
    for x in inner():
        pass

def loop_with_value():
    for x in answer(): pass

def comprehension():
    return [x for x in inner()]

for f in loop, loop_with_value, comprehension:
    print(f.__name__)
    sys.settrace(tell)
    f()
    sys.settrace(None)

def outer():
    yield from inner()

def outer_with_finally():
    try:
        yield from outer()
    finally:
        x = 1

def outer_that_catches():
    try:
        yield from inner()
    except KeyError:
        yield 3

@types.coroutine
def low():
    yield 1

async def middle():
    await low()

async def top():
    try:
        await middle()
    except KeyError:
        x = 1

async def numbers():
    await low()
    yield 1

async def async_loop():
    async for x in numbers():
        pass

for f in outer, outer_with_finally, outer_that_catches, top, async_loop:
    for how in "close", "throw":
        print(f.__name__, how)
        g = f()
        g.send(None)
        sys.settrace(tell)
        try:
            g.close() if how == "close" else g.throw(KeyError)
        except (KeyError, StopIteration, RuntimeError) as e:
            print("  ", type(e).__name__)
        sys.settrace(None)
        g.close()
