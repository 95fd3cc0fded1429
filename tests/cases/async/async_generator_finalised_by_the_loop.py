import asyncio


async def ag():
    try:
        for i in range(10):
            yield i
    finally:
        print("finally start")
        await asyncio.sleep(0)
        print("finally end")


async def main():
    async for x in ag():
        print(x)
        if x == 1:
            break
    print("after break")
    await asyncio.sleep(0)
    await asyncio.sleep(0.001)
    print("main ends")
    g = ag()
    await anext(g)
    globals()["keep"] = g


asyncio.run(main())
print("after run")
