import asyncio


async def never():
    print("never runs")


async def main():
    t = asyncio.create_task(never())
    print(t.cancel("early"), t.cancelling(), t.cancelled())
    try:
        await t
    except asyncio.CancelledError as e:
        print("cancelled", e.args)
    print(t.cancelled(), t.done(), t.cancel())


asyncio.run(main())
