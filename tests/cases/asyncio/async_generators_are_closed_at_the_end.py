import asyncio


async def numbers():
    try:
        for i in range(10):
            yield i
            await asyncio.sleep(0)
    finally:
        print("closing")
        await asyncio.sleep(0)
        print("closed")


async def main():
    async for n in numbers():
        if n == 2:
            break
    print("left the loop")
    await asyncio.sleep(0.001)
    g = numbers()
    print(await anext(g))
    main.keep = g
    print("main ends")


asyncio.run(main())
print("end")
