"""A waiter of a condition that is cancelled takes the lock again first, and its notification goes to another."""
import asyncio


async def waiter(name, c, log):
    try:
        async with c:
            await c.wait()
            log.append(f"{name} notified, locked {c.locked()}")
    except asyncio.CancelledError:
        log.append(f"{name} cancelled, locked {c.locked()}")
        raise


async def main():
    c, log = asyncio.Condition(), []
    a, b = (asyncio.create_task(waiter(n, c, log)) for n in "ab")
    await asyncio.sleep(0)
    async with c:
        c.notify()
        a.cancel()
    await asyncio.wait([a, b])
    print(log)
    for call in (c.notify, c.notify_all):
        try:
            call()
        except RuntimeError as e:
            print(e)
    try:
        await c.wait()
    except RuntimeError as e:
        print(e)


asyncio.run(main())
