"""Corners of tracing and monitoring: delegation, the stack seen while calls are told of, jumps and hooks that raise."""
import asyncio
import sys
import warnings
from collections import namedtuple

monitoring = sys.monitoring
E = monitoring.events
TOOL = 3
monitoring.use_tool_id(TOOL, "corners")


def plain(frame, what, arg):
    return None


print("# delegation to what is no generator")


class Waiting:
    """Awaitable and iterator in one; ends with a value."""
    n = 0

    def __await__(self):
        return self

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration(7)
        return self.n

    def send(self, value):
        print("sent", value)
        return self.__next__()


def delegates():
    return (yield from [3, 4])


async def awaits():
    return await Waiting()


def drive(coroutine):
    got = []
    try:
        while True:
            got.append(coroutine.send(len(got) or None))
    except StopIteration as e:
        return got, e.value


sys.settrace(plain)
print(list(delegates()))
print(drive(awaits()))
sys.settrace(None)

order = []
for event in ("PY_START", "PY_RESUME", "PY_YIELD", "PY_RETURN"):
    monitoring.register_callback(
        TOOL, getattr(E, event), lambda code, *rest, event=event: order.append((event, code.co_name)))
monitoring.set_events(TOOL, E.PY_START | E.PY_RESUME | E.PY_YIELD | E.PY_RETURN)
waiting = drive(awaits())
items = list(delegates())
monitoring.set_events(TOOL, 0)
print(waiting, items)
print(*(f"{event} {name}" for event, name in order if name != "drive"), sep="\n")


async def sleeper(n):
    await asyncio.sleep(0)
    return n


async def main():
    return await asyncio.gather(*(sleeper(n) for n in range(3)))


monitoring.set_events(TOOL, E.PY_START | E.PY_RESUME | E.PY_YIELD)
print(asyncio.run(main()))
monitoring.set_events(TOOL, 0)


def refuses(code, *rest):
    raise KeyError("refused")


def guarded():
    try:
        yield from [1, 2]
    except KeyError as e:
        yield repr(e)


monitoring.register_callback(TOOL, E.PY_RESUME, refuses)
monitoring.set_local_events(TOOL, guarded.__code__, E.PY_RESUME)
it = guarded()
print(next(it), next(it))
monitoring.set_local_events(TOOL, guarded.__code__, 0)

print("# the stack while calls of natives are told of")


def here():
    name = sys._getframe().f_code.co_name
    return name, sys._getframemodulename(), namedtuple("Pair", "a b")(1, 2)


sys.setprofile(lambda *args: None)
found = here()
sys.setprofile(None)
print(found)
monitoring.register_callback(TOOL, E.CALL, lambda *args: None)
monitoring.set_events(TOOL, E.CALL)
found = here()
monitoring.set_events(TOOL, 0)
print(found)

print("# events that end while a yield is told of")


class Dies:
    def __del__(self):
        pass


def handles():
    yield 1
    try:
        (Dies(), 1 / 0)
    except ZeroDivisionError:
        yield "handled"


def ends(frame, what, arg):
    if what == "return":
        sys.settrace(None)
    return ends


it = handles()
sys.settrace(ends)
print(next(it))
print(next(it))

counts = []


def counts_yields(*args):
    counts.append(args[-1])
    if len(counts) == 1:
        monitoring.set_events(TOOL, 0)


def forever():
    n = 0
    while True:
        n += 1
        yield n


monitoring.register_callback(TOOL, E.PY_YIELD, counts_yields)
monitoring.set_events(TOOL, E.PY_YIELD)
it = forever()
next(it)
monitoring.set_events(TOOL, E.PY_YIELD)
next(it), next(it), next(it)
monitoring.set_events(TOOL, 0)
print(counts)

told = []


def again(frame, what, arg):
    told.append(what)
    if what == "return" and len(told) < 20:
        sys.settrace(None)
        sys.settrace(again)
    return again


def returns():
    return 5


sys.settrace(again)
returns()
sys.settrace(None)
print(told)

print("# a hook that jumps and then raises")


def jumps_and_raises(frame, what, arg):
    if what == "line" and frame.f_lineno == FIRST + 2:
        frame.f_lineno = FIRST + 3
        raise KeyError
    return jumps_and_raises


def yields():
    try:
        a = 1
        a = 2
    except KeyError:
        print("caught")
    yield [10]
    yield [20]


FIRST = yields.__code__.co_firstlineno
monitoring.register_callback(TOOL, E.PY_YIELD, lambda code, offset, value: None)
monitoring.set_events(TOOL, E.PY_YIELD)
it = yields()
warnings.simplefilter("ignore")
sys.settrace(jumps_and_raises)
print(next(it))
print(next(it))
sys.settrace(None)
monitoring.set_events(TOOL, 0)

print("# a jump within the warning of a jump")


def jumps_twice(frame, what, arg):
    if frame.f_code is not in_handler.__code__:
        return None
    if what == "line" and frame.f_lineno == FIRST + 4:
        def show(*args, **kwargs):
            warnings.simplefilter("ignore")
            frame.f_lineno = FIRST + 6
        warnings.showwarning = show
        warnings.simplefilter("always")
        frame.f_lineno = FIRST + 6
    return jumps_twice


def in_handler():
    try:
        1 / 0
    except ZeroDivisionError:
        a = 1
        b = 2
    print("left", sys.exc_info())


FIRST = in_handler.__code__.co_firstlineno
shown = warnings.showwarning
with warnings.catch_warnings():
    sys.settrace(jumps_twice)
    in_handler()
    sys.settrace(None)
warnings.showwarning = shown

print("# lines that were switched off")
seen = []


def once(code, line):
    seen.append(line - code.co_firstlineno)
    return monitoring.DISABLE


def lines():
    try:
        a = 1
    except ValueError:
        b = 2
    while True:
        a += 1
        if a > 4:
            break


monitoring.register_callback(TOOL, E.LINE, once)
monitoring.set_local_events(TOOL, lines.__code__, E.LINE)
lines()
lines()
print(seen)
monitoring.set_local_events(TOOL, lines.__code__, 0)

print("# a hook that raises before the body begins")


def refuses_calls(frame, what, arg):
    if frame.f_code.co_name in ("starts", "starts_generator"):
        raise IndexError("not yet")


def starts():
    try:
        print("body")
    except IndexError:
        return "caught inside"
    finally:
        print("never")


def starts_generator():
    try:
        yield 1
    except IndexError:
        yield "caught inside"


for call in (starts, lambda: list(starts_generator())):
    sys.settrace(refuses_calls)
    try:
        print(call())
    except IndexError as e:
        print("outside", e)
    print(sys.gettrace())
monitoring.free_tool_id(TOOL)
