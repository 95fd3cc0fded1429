import asyncio


async def f(n):
    print("f", n)
    await asyncio.sleep(0)
    print("f ends", n)


async def main():
    loop = asyncio.get_running_loop()
    t = asyncio.Task(f(1), loop=loop, eager_start=True)
    print("made")
    u = asyncio.Task(f(2), loop=loop)
    print("made the other")
    await asyncio.gather(t, u)


asyncio.run(main())
