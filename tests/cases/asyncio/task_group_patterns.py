import asyncio

class TerminateTaskGroup(Exception): pass

async def force_terminate():
    raise TerminateTaskGroup()

async def job(n, t):
    print(n, "start")
    await asyncio.sleep(t)
    print(n, "done")

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(job(1, 0.01))
            group.create_task(job(2, 0.05))
            await asyncio.sleep(0.02)
            group.create_task(force_terminate())
    except* TerminateTaskGroup:
        pass
    tg = asyncio.TaskGroup()
    print(tg)
    try:
        tg.create_task(job(3, 0))
    except RuntimeError as e:
        print(e)
    async with tg:
        t = tg.create_task(job(4, 0), name="four")
        print(tg)
    try:
        tg.create_task(job(5, 0))
    except RuntimeError as e:
        print(e)
    try:
        async with tg: pass
    except RuntimeError as e:
        print(e)
    try:
        async with asyncio.TaskGroup() as tg:
            t = tg.create_task(job(6, 5))
            await asyncio.sleep(0)
            t.cancel()
        print("group survives a cancelled child", t.cancelled())
    except BaseException as e:
        print("unexpected", repr(e))
    async def crash_in_exit():
        async with asyncio.TaskGroup() as tg:
            async def child():
                try:
                    await asyncio.sleep(10)
                finally:
                    raise KeyError("cleanup")
            tg.create_task(child())
            await asyncio.sleep(0)
            raise ValueError("body")
    try:
        await crash_in_exit()
    except BaseExceptionGroup as eg:
        print(eg.exceptions)
        print(eg.split(ValueError))
    async def spawn(tg, depth):
        if depth:
            tg.create_task(spawn(tg, depth - 1))
            tg.create_task(spawn(tg, depth - 1))
        else:
            counts.append(1)
    counts = []
    async with asyncio.TaskGroup() as tg:
        tg.create_task(spawn(tg, 4))
    print(len(counts))
    async with asyncio.TaskGroup() as tg:
        tg.create_task(force_terminate(), name="boom")
        async with asyncio.timeout(1):
            await asyncio.sleep(2)

asyncio.run(main())
