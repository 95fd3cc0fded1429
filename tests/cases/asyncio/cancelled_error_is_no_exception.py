"""`except Exception` does not stop a cancellation; suppress and bare except do."""
import asyncio
import contextlib


async def careless(log):
    while True:
        try:
            await asyncio.sleep(1)
        except Exception as e:
            log.append(repr(e))


async def suppressed(log):
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.sleep(1)
    log.append("suppressed")
    return "normal end"


async def bare(log):
    try:
        await asyncio.sleep(1)
    except:
        log.append("bare")
    return "after bare"


async def main():
    for f in (careless, suppressed, bare):
        log = []
        t = asyncio.create_task(f(log))
        await asyncio.sleep(0)
        t.cancel()
        await asyncio.wait([t])
        print(f.__name__, log, "cancelled" if t.cancelled() else t.result())
    print(issubclass(asyncio.CancelledError, Exception), asyncio.CancelledError.__mro__[1].__name__)


asyncio.run(main())
