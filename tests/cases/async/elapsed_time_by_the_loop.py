import asyncio


async def main():
    loop = asyncio.get_running_loop()
    t0 = loop.time()
    await asyncio.gather(*(asyncio.sleep(0.02) for _ in range(50)))
    e = loop.time() - t0
    print(0.015 < e < 0.5)
    t0 = loop.time()
    for _ in range(3):
        await asyncio.sleep(0.01)
    print(loop.time() - t0 >= 0.029)


asyncio.run(main())
