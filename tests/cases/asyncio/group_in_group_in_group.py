"""An error three groups down arrives as groups in groups; siblings at every level are cancelled."""
import asyncio


def shape(e):
    return [shape(x) for x in e.exceptions] if isinstance(e, BaseExceptionGroup) else repr(e)


async def level(n, log):
    try:
        async with asyncio.TaskGroup() as g:
            if n == 0:
                raise KeyError("bottom")
            g.create_task(level(n - 1, log))
            await asyncio.sleep(10)
    except asyncio.CancelledError:
        log.append(f"{n} cancelled")
        raise
    finally:
        log.append(f"{n} left")


async def main():
    log = []
    try:
        await level(3, log)
    except BaseExceptionGroup as e:
        print(shape(e), type(e).__name__)
    print(log)


asyncio.run(main())
