import asyncio


async def other():
    for i in range(3):
        print("other", i)
        await asyncio.sleep(0)


async def quick():
    print("quick")
    return 1


async def main():
    t = asyncio.create_task(other())
    for _ in range(3):
        await quick()
    print("no other yet")
    await asyncio.sleep(0)
    print("other ran once")
    await t


asyncio.run(main())
