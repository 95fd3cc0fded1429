import asyncio


ended = []


async def child(n):
    try:
        await asyncio.sleep(10)
    finally:
        ended.append(n)


async def parent():
    async with asyncio.TaskGroup() as g:
        for i in range(3):
            g.create_task(child(i))


async def main():
    t = asyncio.create_task(parent())
    await asyncio.sleep(0.01)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("parent cancelled", t.cancelling(), sorted(ended))


asyncio.run(main())
