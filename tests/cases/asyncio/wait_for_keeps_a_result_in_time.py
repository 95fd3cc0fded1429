"""wait_for at the edge: a result in the same turn, a task that refuses to be cancelled, an error instead."""
import asyncio


async def stubborn(result):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        await asyncio.sleep(0.01)
        if isinstance(result, Exception):
            raise result
        return result


async def main():
    loop = asyncio.get_running_loop()
    for result in ("kept", ValueError("instead")):
        try:
            print(await asyncio.wait_for(stubborn(result), 0.01))
        except (TimeoutError, ValueError) as e:
            print(repr(e), repr(e.__cause__))
    f = loop.create_future()
    loop.call_later(0.01, f.set_result, "tie")
    try:
        print(await asyncio.wait_for(f, 0.01))
    except TimeoutError:
        print("timeout", f)
    t = asyncio.create_task(asyncio.wait_for(asyncio.sleep(1), 5))
    await asyncio.sleep(0)
    t.cancel("outside")
    try:
        await t
    except asyncio.CancelledError as e:
        print(e.args)


asyncio.run(main())
