"""Both who wait for a task see its cancellation; cancelling one of them cancels the task for both."""
import asyncio


async def work():
    await asyncio.sleep(10)


async def wait_for_it(name, t, log):
    try:
        await t
    except asyncio.CancelledError:
        log.append((name, "sees", t.cancelled()))
        raise


async def main():
    for who in ("the task", "a waiter"):
        log = []
        t = asyncio.create_task(work())
        a, b = (asyncio.create_task(wait_for_it(n, t, log)) for n in "ab")
        await asyncio.sleep(0)
        (t if who == "the task" else a).cancel()
        await asyncio.wait([t, a, b])
        print(who, log, [x.cancelled() for x in (t, a, b)])


asyncio.run(main())
