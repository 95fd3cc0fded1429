import asyncio


async def work(name, delay):
    print(name, "start")
    await asyncio.sleep(delay)
    print(name, "end")
    return name


async def main():
    print(await asyncio.gather(work("a", 0.02), work("b", 0.01)))


asyncio.run(main())
