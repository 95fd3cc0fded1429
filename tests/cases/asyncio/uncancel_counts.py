import asyncio


async def work():
    me = asyncio.current_task()
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("cancelling", me.cancelling())
        print("uncancel", me.uncancel(), me.uncancel(), me.uncancel())
    await asyncio.sleep(0)
    return "went on"


async def main():
    t = asyncio.create_task(work())
    await asyncio.sleep(0)
    t.cancel()
    t.cancel()
    print(await t)


asyncio.run(main())
