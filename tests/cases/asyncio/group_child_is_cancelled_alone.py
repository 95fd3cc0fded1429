"""A child that somebody cancels does not fail its group."""
import asyncio


async def child(n):
    await asyncio.sleep(n / 100)
    return n


async def main():
    async with asyncio.TaskGroup() as g:
        tasks = [g.create_task(child(n)) for n in range(4)]
        await asyncio.sleep(0)
        tasks[2].cancel("only this one")
    print([t.result() if not t.cancelled() else "cancelled" for t in tasks])
    try:
        tasks[2].result()
    except asyncio.CancelledError as e:
        print(e.args)


asyncio.run(main())
