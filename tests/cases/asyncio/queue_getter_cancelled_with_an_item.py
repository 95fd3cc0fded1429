"""A getter that is cancelled in the turn in which an item arrives leaves it to the next one."""
import asyncio


async def get(q):
    return await q.get()


async def main():
    q = asyncio.Queue()
    a, b = asyncio.create_task(get(q)), asyncio.create_task(get(q))
    await asyncio.sleep(0)
    q.put_nowait("item")
    a.cancel()
    await asyncio.wait([a, b])
    print(a.cancelled(), b.result(), q.empty())
    q = asyncio.Queue(1)
    q.put_nowait(0)
    a, b = asyncio.create_task(q.put(1)), asyncio.create_task(q.put(2))
    await asyncio.sleep(0)
    q.get_nowait()
    a.cancel()
    await asyncio.wait([a, b])
    print(a.cancelled(), b.done(), q.get_nowait(), q.qsize())


asyncio.run(main())
