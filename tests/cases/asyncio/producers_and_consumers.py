"""Three producers and two consumers over a bounded queue: who runs when, to the last step."""
import asyncio


async def produce(name, q, log):
    for n in range(3):
        await q.put(f"{name}{n}")
        log.append(f"+{name}{n}")


async def consume(name, q, log):
    while True:
        x = await q.get()
        log.append(f"-{x}@{name}")
        await asyncio.sleep(0)
        q.task_done()


async def main():
    for size in (0, 1, 2):
        q, log = asyncio.Queue(size), []
        consumers = [asyncio.create_task(consume(c, q, log)) for c in "xy"]
        await asyncio.gather(*(produce(p, q, log) for p in "abc"))
        await q.join()
        for c in consumers:
            c.cancel()
        await asyncio.gather(*consumers, return_exceptions=True)
        print(size, " ".join(log))


asyncio.run(main())
