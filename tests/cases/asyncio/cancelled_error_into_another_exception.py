import asyncio


async def work():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        raise ValueError("turned")


async def main():
    t = asyncio.create_task(work())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except ValueError as e:
        print("ValueError", e, type(e.__context__).__name__)
    print(t.cancelled(), t.cancelling(), t.exception())


asyncio.run(main())
