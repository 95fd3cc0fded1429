import asyncio


async def job(name, delay, fail=False):
    try:
        await asyncio.sleep(delay)
        if fail:
            raise ValueError(f"{name} broke")
        print(name, "finished")
    finally:
        await asyncio.sleep(0)  # cleaning up may wait, too
        print(name, "cleaned up")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(job("quick", 0.1))
            group.create_task(job("broken", 0.2, fail=True))
            group.create_task(job("slow", 0.9))
    except* ValueError as errors:
        print("caught:", *errors.exceptions)


asyncio.run(main())
