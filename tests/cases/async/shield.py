import asyncio


async def work():
    try:
        await asyncio.sleep(0.01)
        print("work done")
        return "r"
    except asyncio.CancelledError:
        print("work cancelled")
        raise


async def main():
    inner = asyncio.create_task(work())

    async def outer():
        try:
            await asyncio.shield(inner)
        except asyncio.CancelledError:
            print("outer cancelled")
            raise

    o = asyncio.create_task(outer())
    await asyncio.sleep(0)
    o.cancel()
    await asyncio.wait([o])
    print(await inner, o.cancelled())
    print(await asyncio.shield(work()))
    try:
        await asyncio.wait_for(asyncio.shield(t := asyncio.create_task(work())), 0.001)
    except TimeoutError:
        print("timeout")
        print(await t)


asyncio.run(main())
