import asyncio


async def main():
    print("one")
    await asyncio.sleep(0)
    print("two")
    return 3


print(asyncio.run(main()))
