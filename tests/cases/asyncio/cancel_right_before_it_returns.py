import asyncio


async def me():
    asyncio.current_task().cancel("own")
    return "value"


async def main():
    t = asyncio.create_task(me())
    try:
        print("got", await t)
    except asyncio.CancelledError as e:
        print("cancelled", repr(e))
    print(t)


asyncio.run(main())
