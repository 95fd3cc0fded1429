import asyncio


async def work():
    try:
        await asyncio.sleep(1)
    finally:
        print("work cleaned up")


async def main():
    asyncio.create_task(work())
    await asyncio.sleep(0)
    try:
        raise KeyboardInterrupt("by hand")
    finally:
        print("main finally")


try:
    asyncio.run(main())
except KeyboardInterrupt as e:
    print("caught", e.args)
