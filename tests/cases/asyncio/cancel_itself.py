"""A task cancels itself: the request is delivered at its next await, or turns its return into a cancellation."""
import asyncio


async def at_the_next_await():
    asyncio.current_task().cancel("me")
    print("goes on")
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError as e:
        print("delivered", e.args)
        raise


async def before_the_return():
    asyncio.current_task().cancel("at the end")
    return "lost"


async def undone():
    asyncio.current_task().cancel()
    print("left", asyncio.current_task().uncancel())
    await asyncio.sleep(0)
    return "kept"


async def main():
    for f in (at_the_next_await, before_the_return, undone):
        t = asyncio.create_task(f())
        await asyncio.wait([t])
        print(f.__name__, "cancelled" if t.cancelled() else t.result())


asyncio.run(main())
