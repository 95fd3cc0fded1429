import asyncio


async def worker():
    print("worker: started")
    await asyncio.sleep(0)
    print("worker: finished")
    return "done"


async def main():
    task = asyncio.create_task(worker(), name="worker")
    print("main: the task exists, but has not started")
    print("main: still holding the baton")
    await asyncio.sleep(0)
    print("main: back from the first await")
    print("main:", task.get_name(), "is", await task)


asyncio.run(main())
