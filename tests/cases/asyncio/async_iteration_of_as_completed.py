"""as_completed as an iterator and an async iterator: order of ends, timeouts, a cancelled wait takes nothing."""
import asyncio


async def work(n):
    await asyncio.sleep(n / 100)
    return n


async def main():
    tasks = [asyncio.create_task(work(n)) for n in (3, 1, 2)]
    print([(t in tasks, t.result()) async for t in asyncio.as_completed(tasks)])
    print([await c for c in asyncio.as_completed([work(2), work(1)])])
    try:
        async for t in asyncio.as_completed([work(1), work(9)], timeout=0.03):
            print("in time", await t)
    except TimeoutError as e:
        print(repr(e))
    it = asyncio.as_completed([asyncio.create_task(work(4))])
    try:
        async with asyncio.timeout(0.01):
            await anext(it)
    except TimeoutError:
        print("the wait was too long", await (await anext(it)))


asyncio.run(main())
