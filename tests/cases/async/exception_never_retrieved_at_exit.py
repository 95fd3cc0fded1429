import asyncio


async def fail():
    raise ValueError("lost at exit")


async def main():
    global keep
    keep = asyncio.create_task(fail(), name="kept")
    await asyncio.sleep(0.001)
    print("main done")


asyncio.run(main())
print("after run")
