"""Two requests before the task runs are one cancellation with the last message; the count remembers both."""
import asyncio


async def victim(log):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as e:
        log.append(("first", e.args, asyncio.current_task().cancelling()))
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as e:
        log.append(("second", e.args))
        raise


async def main():
    log = []
    t = asyncio.create_task(victim(log))
    await asyncio.sleep(0)
    print(t.cancel("one"), t.cancel("two"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(log, t.done())
    t.cancel("three")
    await asyncio.wait([t])
    print(log, t.cancelled(), t.cancelling())


asyncio.run(main())
