"""wait: a timeout leaves tasks as they are; what is done already; what it refuses."""
import asyncio


async def work(n):
    await asyncio.sleep(n)
    return n


async def main():
    quick, slow = asyncio.create_task(work(0)), asyncio.create_task(work(0.05))
    done, pending = await asyncio.wait([quick, slow], timeout=0)
    print(len(done), len(pending))
    done, pending = await asyncio.wait([quick, slow], timeout=0.01)
    print(done == {quick}, pending == {slow}, slow.cancelled())
    print(len((await asyncio.wait({slow}))[0]), slow.result())
    coro = work(0)
    for given in ([], [coro], coro):
        try:
            await asyncio.wait(given)
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)
    coro.close()
    try:
        await asyncio.wait([slow], return_when="SOMETIME")
    except ValueError as e:
        print(e)


asyncio.run(main())
