"""Setting f_lineno in a trace function: the frame goes on in another line."""
import asyncio
import sys
import warnings


class Manager:
    def __init__(self, log, name):
        self.log, self.name = log, name

    def __enter__(self):
        self.log.append("+" + self.name)
        return self

    def __exit__(self, *exc):
        self.log.append("-" + self.name)

    async def __aenter__(self):
        return self.__enter__()

    async def __aexit__(self, *exc):
        self.__exit__()


class Told:
    """Says when it dies."""

    def __init__(self, log):
        self.log, self.left = log, 2

    def __iter__(self):
        return self

    def __next__(self):
        self.left -= 1
        if self.left < 0:
            raise StopIteration
        return 1

    def __del__(self):
        self.log.append("iterator gone")


def jump(function, start, to, event="line", drive=None):
    """Runs the function; the first event in its line `start` makes it jump to the line `to`."""
    code, log, events = function.__code__, [], []
    jumped = False

    def trace(frame, what, arg):
        nonlocal jumped
        if frame.f_code is not code:
            return None
        line = frame.f_lineno - code.co_firstlineno
        events.append(f"{what[0]}{line}")
        if not jumped and what == event and line == start:
            jumped = True
            frame.f_lineno = to + code.co_firstlineno if isinstance(to, int) else to
            events.append(f"->{frame.f_lineno - code.co_firstlineno}")
        return trace

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        sys.settrace(trace)
        try:
            result = (drive or (lambda f, log: f(log)))(function, log)
        except BaseException as e:
            result = f"{type(e).__name__}: {e}"
        finally:
            sys.settrace(None)
    print(function.__name__, start, to, event, "=>", result)
    print("   ", *events)
    print("   ", log, *[str(w.message) for w in caught])


def plain(log):
    a = 1
    log.append(a)
    b = 2
    log.append(b)
    return a, b


jump(plain, 1, 3)
jump(plain, 4, 1)
jump(plain, 3, 3)
jump(plain, 2, 5)
jump(plain, 2, 6)
jump(plain, 2, -1)
jump(plain, 2, "x")
jump(plain, 2, 2**40)
jump(plain, 0, 2, "call")
jump(plain, 5, 2, "return")


def loops(log):
    for i in Told(log):
        log.append(i)
        for j in (1, 2):
            log.append(j)
    log.append("end")
    while True:
        log.append("in")
        break
    return "done"


jump(loops, 4, 5)
jump(loops, 2, 7)
jump(loops, 5, 2)
jump(loops, 5, 4)
jump(loops, 6, 5)


def handlers(log):
    try:
        log.append(1)
        1 / 0
    except ZeroDivisionError as e:
        log.append("caught")
        log.append(repr(sys.exception()))
    except TypeError:
        log.append("other")
    finally:
        log.append("finally")
    log.append(repr(sys.exception()))
    return "done"


jump(handlers, 2, 5)
jump(handlers, 5, 8)
jump(handlers, 5, 10)
jump(handlers, 5, 11)
jump(handlers, 6, 2)
jump(handlers, 10, 1)
jump(handlers, 11, 10)
jump(handlers, 3, 3, "exception")


def nested(log):
    try:
        raise KeyError(1)
    except KeyError:
        try:
            raise ValueError(2)
        except ValueError:
            log.append(repr(sys.exception()))
            log.append("inner")
        log.append(repr(sys.exception()))
    log.append(repr(sys.exception()))


jump(nested, 8, 9)
jump(nested, 8, 10)


def managers(log):
    with Manager(log, "a"):
        log.append(2)
        with Manager(log, "b") as m:
            log.append(4)
    log.append(5)
    with Manager(log, "c"):
        log.append(7)
    return "done"


jump(managers, 2, 5)
jump(managers, 4, 2)
jump(managers, 4, 5)
jump(managers, 2, 7)
jump(managers, 5, 2)
jump(managers, 1, 4)


def generator(log):
    try:
        log.append("begin")
        a = yield 1
        log.append(a)
    finally:
        log.append("finally")
    yield 2
    log.append("end")


def drive(f, log):
    return list(f(log))


jump(generator, 4, 7, drive=drive)
jump(generator, 3, 2, "return", drive=drive)
jump(generator, 4, 2, drive=drive)


async def coroutine(log):
    async with Manager(log, "a"):
        await asyncio.sleep(0)
        log.append("inside")
    async for x in numbers():
        log.append(x)
    return "done"


async def numbers():
    yield 1
    yield 2


def run(f, log):
    return asyncio.run(f(log))


jump(coroutine, 3, 4, drive=run)
jump(coroutine, 3, 6, drive=run)
jump(coroutine, 5, 6, drive=run)
jump(coroutine, 5, 4, drive=run)


def expressions(log):
    log.append(
        max(1,
            2)
    )
    x = [i for i in range(3)]
    y = (x
         or log)
    return "done"


jump(expressions, 3, 5)
jump(expressions, 3, 2)
jump(expressions, 1, 3)
jump(expressions, 5, 8)


def deleter(log):
    try:
        del sys._getframe().f_lineno
    except AttributeError as e:
        log.append(str(e))
    try:
        sys._getframe().f_lineno = 3
    except ValueError as e:
        log.append(str(e))


log = []
deleter(log)
print(log)
