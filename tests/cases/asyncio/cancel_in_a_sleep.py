import asyncio


async def work():
    try:
        await asyncio.sleep(10)
    finally:
        print("cleanup")


async def main():
    t = asyncio.create_task(work())
    await asyncio.sleep(0)
    t.cancel()
    print("requested", t.cancelling(), t.done())
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
