import asyncio

async def slow_cancel():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("cleaning up")
        await asyncio.sleep(0.01)
        print("clean")
        raise

async def refuse():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        return "refused"

async def err_on_cancel():
    try:
        await asyncio.sleep(1)
    finally:
        raise ValueError("in finally")

async def main():
    for f in (slow_cancel, refuse, err_on_cancel):
        try:
            print(await asyncio.wait_for(f(), 0.005))
        except Exception as e:
            print(repr(e), repr(e.__context__), repr(e.__cause__))
    fut = asyncio.get_running_loop().create_future()
    try:
        await asyncio.wait_for(fut, 0)
    except TimeoutError:
        print(fut.cancelled())
    print(await asyncio.wait_for(asyncio.sleep(0, 1), None))
    print(await asyncio.wait_for(asyncio.create_task(asyncio.sleep(0, 2)), 5))
    try:
        await asyncio.wait_for(asyncio.sleep(0.5), -3)
    except TimeoutError as e:
        print(repr(e))
    t = asyncio.create_task(asyncio.wait_for(slow_cancel(), 5))
    await asyncio.sleep(0.001)
    t.cancel("outside")
    try:
        await t
    except asyncio.CancelledError as e:
        print("outside", e.args)
    await asyncio.wait_for(slow_cancel(), 0.001)

asyncio.run(main())
