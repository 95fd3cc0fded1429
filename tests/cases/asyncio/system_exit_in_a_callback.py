import asyncio


def leave():
    raise SystemExit(3)


async def main():
    asyncio.get_running_loop().call_soon(leave)
    try:
        await asyncio.sleep(1)
    finally:
        print("cleaned up")


asyncio.run(main())
