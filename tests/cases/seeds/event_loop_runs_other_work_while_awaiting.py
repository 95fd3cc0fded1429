import asyncio

async def loop_then_resume(name, turns):
    for i in range(turns):
        print(f"{name}: await {i}")
        await asyncio.sleep(0)
        print(f"{name}: resume {i}")
    return name

async def main():
    print(await asyncio.gather(loop_then_resume("a", 2), loop_then_resume("b", 3)))

asyncio.run(main())
