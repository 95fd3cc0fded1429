import asyncio


async def inner():
    await asyncio.sleep(0)
    raise ValueError("deep")


async def middle():
    await asyncio.create_task(inner())


async def main():
    await middle()


asyncio.run(main())
