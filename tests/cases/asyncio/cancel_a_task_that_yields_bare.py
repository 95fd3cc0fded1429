"""A task parked on a bare yield gets the cancellation at its next turn."""
import asyncio
import types


@types.coroutine
def bare():
    yield


async def spinner(log):
    try:
        for n in range(10):
            log.append(n)
            await bare()
    except asyncio.CancelledError:
        log.append("cancelled")
        await bare()
        log.append("one more turn")
        raise


async def main():
    log = []
    t = asyncio.create_task(spinner(log))
    for _ in range(3):
        await asyncio.sleep(0)
    print(t.cancel(), t.cancelling(), t.done())
    await asyncio.sleep(0)
    print(log)
    await asyncio.wait([t])
    print(log, t.cancelled())


asyncio.run(main())
