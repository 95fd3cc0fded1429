import asyncio, sys

async def down(n):
    if n:
        return await down(n - 1) + 1
    await asyncio.sleep(0)
    return 0

async def forever(n):
    await forever(n + 1)

async def agen(n):
    if n:
        async for x in agen(n - 1):
            yield x
    yield n

async def main():
    print(await down(300))
    try:
        await forever(0)
    except RecursionError as e:
        print(e)
    print(len([x async for x in agen(50)]))
    t = asyncio.create_task(forever(0))
    try:
        await t
    except RecursionError as e:
        print("in task", e)

asyncio.run(main())
