import asyncio


async def wait(n):
    try:
        await asyncio.sleep(n)
        print("done", n)
    except asyncio.CancelledError:
        print("cancelled", n)
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as g:
            g.create_task(wait(0.01))
            g.create_task(wait(1))
            await asyncio.sleep(0.02)
            raise KeyError("body")
    except BaseExceptionGroup as e:
        print(repr(e))
    try:
        async with asyncio.TaskGroup() as g:
            g.create_task(wait(1))
            await asyncio.sleep(0)
            raise asyncio.CancelledError("by hand")
    except asyncio.CancelledError as e:
        print("cancelled error goes through", e.args)
    print(g)


asyncio.run(main())
