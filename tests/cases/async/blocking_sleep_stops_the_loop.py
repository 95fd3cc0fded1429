import asyncio, time


async def tick(n):
    for i in range(n):
        print("tick", i)
        await asyncio.sleep(0.005)


async def main():
    t = asyncio.create_task(tick(3))
    await asyncio.sleep(0)
    print("block")
    time.sleep(0.02)
    print("unblock")
    await t


asyncio.run(main())
