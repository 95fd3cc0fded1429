# Items through a queue, from one task to another; a bounded and an unbounded queue.
import asyncio
from time import perf_counter


async def produce(queue, n):
    for i in range(n):
        await queue.put(i)
    await queue.put(None)


async def consume(queue):
    total = 0
    while (item := await queue.get()) is not None:
        total += item
        queue.task_done()
    return total


async def through(queue, n):
    producer = asyncio.create_task(produce(queue, n))
    total = await consume(queue)
    await producer
    return total


async def main():
    start = perf_counter()
    total = await through(asyncio.Queue(), 30_000)
    total += await through(asyncio.Queue(100), 30_000)
    elapsed = perf_counter() - start
    assert total == 899_970_000
    print("bench", elapsed)


asyncio.run(main())
