import asyncio


def bad(x, *, y=1):
    1 / 0


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(bad, 3)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("still running")


asyncio.run(main())
