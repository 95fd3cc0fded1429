import asyncio

async def work():
    print("work: start")
    await asyncio.sleep(0.01)
    print("work: end")

async def main():
    task = asyncio.create_task(work())
    print("main: task created")
    await asyncio.sleep(0)
    print("main: goes on")
    await task
    print("main: done")

asyncio.run(main())
