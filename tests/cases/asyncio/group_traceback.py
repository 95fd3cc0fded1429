import asyncio

async def a():
    await asyncio.sleep(0)
    raise ValueError("a failed")

async def b():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError as e:
        raise RuntimeError("b failed while cancelled") from e

async def nested():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(a())
        tg.create_task(b())

async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(nested())
        tg.create_task(a())

asyncio.run(main())
