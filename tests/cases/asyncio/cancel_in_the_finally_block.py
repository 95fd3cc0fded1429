import asyncio


async def work():
    try:
        await asyncio.sleep(1)
    finally:
        print("finally begins")
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as e:
            print("again", e.args)
            raise
        finally:
            print("finally ends")


async def main():
    t = asyncio.create_task(work())
    await asyncio.sleep(0)
    t.cancel("one")
    await asyncio.sleep(0)
    t.cancel("two")
    try:
        await t
    except asyncio.CancelledError as e:
        print(e.args, type(e.__context__).__name__, e.__context__.args)


asyncio.run(main())
