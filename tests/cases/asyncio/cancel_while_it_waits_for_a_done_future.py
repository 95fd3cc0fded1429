import asyncio


async def waiter(f):
    try:
        return await f
    except asyncio.CancelledError:
        print("cancelled although the future was done")
        raise


async def main():
    f = asyncio.get_running_loop().create_future()
    t = asyncio.create_task(waiter(f))
    await asyncio.sleep(0)
    f.set_result("late")
    print(t.cancel())
    try:
        print(await t)
    except asyncio.CancelledError:
        print("main sees it")


asyncio.run(main())
