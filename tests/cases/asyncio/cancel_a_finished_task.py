"""Cancelling what is done changes nothing, in each of the three ways of being done."""
import asyncio


async def returns():
    return 1


async def fails():
    raise ValueError("failed")


async def sleeps():
    await asyncio.sleep(10)


async def main():
    tasks = [asyncio.create_task(f(), name=f.__name__) for f in (returns, fails, sleeps)]
    await asyncio.sleep(0)
    tasks[2].cancel("first")
    await asyncio.wait(tasks)
    for t in tasks:
        print(t.get_name(), t.cancel("again"), t.cancelling(), t.cancelled())
    try:
        await tasks[2]
    except asyncio.CancelledError as e:
        print(e.args)
    print(repr(tasks[1].exception()))


asyncio.run(main())
