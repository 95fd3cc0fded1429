import asyncio

async def fails():
    await asyncio.sleep(0)
    raise RuntimeError("failed")

async def forever():
    await asyncio.Event().wait()

async def main():
    try:
        await fails()
    except RuntimeError as e:
        print("error:", e)
    task = asyncio.create_task(forever())
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled:", task.cancelled(), task.done())

asyncio.run(main())
