"""contextlib: generators as managers, stacks, suppression and redirection."""

import asyncio
import contextlib
import io
import sys


@contextlib.contextmanager
def named(name):
    """Says when it is entered and left."""
    print("enter", name)
    try:
        yield name
    except ValueError as e:
        print("swallows", e)
    finally:
        print("leave", name)


@contextlib.contextmanager
def never():
    if False:
        yield


@contextlib.contextmanager
def twice():
    yield 1
    yield 2


@contextlib.contextmanager
def goes_on():
    try:
        yield 1
    except Exception:
        yield 2


def run(manager, error=None):
    try:
        with manager as value:
            if error is not None:
                raise error
            print("got", value)
    except Exception as e:
        print(type(e).__name__, e, "|", type(e.__context__).__name__)


run(named("plain"))
run(named("value"), ValueError("v"))
run(named("key"), KeyError("k"))
run(named("stop"), StopIteration("s"))
run(never())
run(twice())
run(goes_on(), ValueError("again"))


@named("decorated")
def decorated():
    return 5


print(decorated(), decorated.__name__, named.__doc__)
with contextlib.ExitStack() as stack:
    stack.callback(print, "callback", sep="-")
    stack.enter_context(named("in a stack"))
    stack.push(lambda *error: print("pushed sees", error[0]))
    later = stack.pop_all()
    print("moved")
later.close()
for wrong in (lambda: stack.enter_context(3), lambda: stack.push(3), lambda: contextlib.closing(3).__exit__(None, None, None)):
    try:
        wrong()
    except Exception as e:
        print(type(e).__name__, e)


def failing_callbacks():
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
        stack.callback(lambda: {}["key"])
        raise TypeError("first")


with contextlib.suppress(KeyError, ZeroDivisionError):
    print({}["x"])
with contextlib.suppress(ValueError):
    raise ExceptionGroup("all of a kind", [ValueError(1)])
try:
    with contextlib.suppress(ValueError):
        raise ExceptionGroup("mixed", [ValueError(1), TypeError(2)])
except ExceptionGroup as e:
    print(repr(e))
text = io.StringIO()
with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
    print("to a text")
    print("this too", file=sys.stderr)
print(repr(text.getvalue()))


class Guard(contextlib.ContextDecorator):
    def __enter__(self):
        print("on guard")

    def __exit__(self, *error):
        print("saw", error[0])
        return True


@Guard()
def guarded():
    raise ValueError


print(guarded())


@contextlib.asynccontextmanager
async def later_on(name):
    print("await", name)
    try:
        yield name
    finally:
        print("done", name)


async def numbers():
    try:
        yield 1
    finally:
        print("numbers end")


async def main():
    async with later_on("one") as name:
        print(name)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(asyncio.sleep, 0)
        print(await stack.enter_async_context(later_on("two")))
    for wrong in (later_on("three"), named("four")):
        try:
            if wrong.__class__.__name__.startswith("_Async"):
                with wrong:
                    pass
            else:
                async with wrong:
                    pass
        except TypeError as e:
            print(e)
    async with contextlib.aclosing(numbers()) as items:
        print(await anext(items))


asyncio.run(main())
failing_callbacks()
