"""Timers for the same moment run in the order in which the heap gives them; cancelled ones are skipped."""
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    log = []
    when = loop.time() + 0.01
    handles = [loop.call_at(when, log.append, n) for n in range(12)]
    handles[0].cancel()
    handles[7].cancel()
    loop.call_at(when, lambda: loop.call_soon(log.append, "from a timer"))
    loop.call_at(when, lambda: loop.call_at(when, log.append, "late timer"))
    await asyncio.sleep(0.03)
    print(log)
    print([h.cancelled() for h in handles], handles[1].when() == when)


asyncio.run(main())
