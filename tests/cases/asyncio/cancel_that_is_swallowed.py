import asyncio


async def stubborn():
    for i in range(3):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError as e:
            print("no", i, e)
    return "finished anyway"


async def main():
    t = asyncio.create_task(stubborn())
    for i in range(3):
        await asyncio.sleep(0)
        print(t.cancel(f"try {i}"), t.cancelling())
    print(await t, t.cancelling(), t.cancelled())


asyncio.run(main())
