"""A task whose future is done but which has not been resumed yet is cancelled."""
import asyncio


async def waiter(f):
    try:
        print("got", await f)
    except asyncio.CancelledError as e:
        print("cancelled", e.args)
        raise


async def main():
    f = asyncio.get_running_loop().create_future()
    t = asyncio.create_task(waiter(f))
    await asyncio.sleep(0)
    f.set_result(1)
    print("cancel:", t.cancel("too late for the result"), "waits for", t._fut_waiter is f)
    await asyncio.wait([t])
    print(t.cancelled(), f.result())


asyncio.run(main())
