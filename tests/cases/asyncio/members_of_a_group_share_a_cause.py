"""What several members of a group have in common stands under the last of them."""
import asyncio
import sys


def show(exc):
    sys.excepthook(type(exc), exc, exc.__traceback__)


def three(cause):
    members = [ValueError(name) for name in "abc"]
    for member in members:
        member.__cause__ = cause
    return ExceptionGroup("three", members)


async def fails(name, cause):
    raise ValueError(name) from cause


async def in_tasks():
    cause = OSError("the network is gone")
    async with asyncio.TaskGroup() as group:
        for name in ("first", "second", "third"):
            group.create_task(fails(name, cause))


shared = three(KeyError("shared"))
show(shared)

# a group twice in a group, which itself has a context
outer = ExceptionGroup("outer", [shared, TypeError("between"), shared])
outer.__context__ = three(KeyError("other"))
show(outer)

# the last member is one that is left out
many = [ValueError(n) for n in range(18)]
for error in many:
    error.__context__ = KeyError("same") if error is many[0] else many[0].__context__
show(ExceptionGroup("many", many))

# a cause that was shown already makes room for the context
pair = [ValueError("one"), ValueError("two")]
for error in pair:
    error.__cause__ = outer.exceptions[1]
    error.__context__ = LookupError("context")
    error.__suppress_context__ = False
show(ExceptionGroup("pair", pair))

# an exception that led to itself
loop = ValueError("loop")
loop.__context__ = TypeError("back")
loop.__context__.__cause__ = loop
show(ExceptionGroup("cycle", [loop, loop.__context__]))

asyncio.run(in_tasks())
