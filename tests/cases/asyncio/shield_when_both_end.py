"""shield: the inner task ends after the outer one was cancelled, with a result or an error."""
import asyncio


async def inner(fail, log):
    await asyncio.sleep(0.01)
    log.append("inner ends")
    if fail:
        raise ValueError("behind the shield")
    return "result"


async def main():
    for fail in (False, True):
        log = []
        t = asyncio.create_task(inner(fail, log))
        outer = asyncio.shield(t)
        await asyncio.sleep(0)
        outer.cancel()
        try:
            await outer
        except asyncio.CancelledError:
            log.append("outer cancelled")
        await asyncio.wait([t])
        print(log, repr(t.exception() or t.result()), outer.cancelled())
    done = asyncio.get_running_loop().create_future()
    done.set_result(1)
    print(asyncio.shield(done) is done)


asyncio.run(main())
