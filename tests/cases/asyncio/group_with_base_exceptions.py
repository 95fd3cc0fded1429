"""KeyboardInterrupt and SystemExit of a child leave the group as they are."""
import asyncio


async def child(exc):
    await asyncio.sleep(0)
    raise exc


async def other(log):
    try:
        await asyncio.sleep(10)
    finally:
        log.append("other ends")


async def run(exc):
    log = []
    try:
        async with asyncio.TaskGroup() as g:
            g.create_task(other(log))
            g.create_task(child(exc))
    except BaseException as e:
        print("main sees", type(e).__name__, log)
        raise


for exc in (SystemExit(3), KeyboardInterrupt()):
    try:
        asyncio.run(run(exc))
    except BaseException as e:
        print(repr(e), e is exc)
