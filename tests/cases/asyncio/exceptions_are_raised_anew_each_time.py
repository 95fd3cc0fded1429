import asyncio
import traceback


async def fails():
    raise ValueError("once")


async def waits(t):
    await t


async def main():
    t = asyncio.create_task(fails())
    for _ in range(3):
        try:
            await waits(t)
        except ValueError as e:
            print([f.name for f in traceback.extract_tb(e.__traceback__)])


asyncio.run(main())
