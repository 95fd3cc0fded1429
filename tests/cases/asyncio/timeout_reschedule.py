"""A timeout is moved while it runs: later, earlier, into the past, to never."""
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    for name, move in [("later", 0.05), ("earlier", 0.005), ("past", -1), ("never", None)]:
        try:
            async with asyncio.timeout(0.02) as t:
                t.reschedule(None if move is None else loop.time() + move)
                await asyncio.sleep(0.03)
                print(name, "in time", t.expired(), t.when() is None)
        except TimeoutError as e:
            print(name, "too late", t.expired(), repr(e), type(e.__cause__).__name__)
    try:
        t.reschedule(1)
    except RuntimeError as e:
        print(e)
    try:
        async with t:
            pass
    except RuntimeError as e:
        print(e)
    print(repr(t))


asyncio.run(main())
