"""Shutting a queue down wakes getters and putters; immediately or after what is left."""
import asyncio


async def getter(q, n, log):
    try:
        log.append((n, await q.get()))
        q.task_done()
    except asyncio.QueueShutDown:
        log.append((n, "shut down"))


async def putter(q, x, log):
    try:
        await q.put(x)
        log.append(("put", x))
    except asyncio.QueueShutDown:
        log.append(("not put", x))


async def main():
    for immediate in (False, True):
        log = []
        q = asyncio.Queue(1)
        gets = [asyncio.create_task(getter(q, n, log)) for n in range(2)]
        await asyncio.sleep(0)
        q.shutdown(immediate)
        await asyncio.gather(*gets)
        print("getters", immediate, log)
        log = []
        q = asyncio.Queue(1)
        q.put_nowait("there")
        puts = [asyncio.create_task(putter(q, x, log)) for x in "ab"]
        await asyncio.sleep(0)
        q.shutdown(immediate)
        await asyncio.gather(*puts)
        await getter(q, "late", log)
        print("putters", immediate, log, q.qsize())
        try:
            await asyncio.wait_for(q.join(), 0.01)
            print("joined")
        except TimeoutError:
            print("work is left")
        for call in (q.get_nowait, lambda: q.put_nowait(1)):
            try:
                call()
            except asyncio.QueueShutDown as e:
                print(repr(e))


asyncio.run(main())
