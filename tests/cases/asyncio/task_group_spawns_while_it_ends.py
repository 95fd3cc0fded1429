import asyncio


async def spawn(g, n):
    await asyncio.sleep(0.01)
    print("spawn", n)
    if n:
        g.create_task(spawn(g, n - 1))


async def main():
    async with asyncio.TaskGroup() as g:
        g.create_task(spawn(g, 3))
    print("all done")


asyncio.run(main())
