import asyncio


async def fail(n, after):
    await asyncio.sleep(after)
    raise ValueError(n)


async def wait(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(wait("outer"))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(fail(1, 0.01))
                inner.create_task(fail(2, 0.01))
                inner.create_task(wait("inner"))
    except* ValueError as group:
        print(group.message, [type(e).__name__ for e in group.exceptions])
        print([e.args for e in group.exceptions[0].exceptions])


asyncio.run(main())
