import asyncio


async def ticker(count):
    try:
        for n in range(count):
            await asyncio.sleep(0.1)  # pause for the loop
            yield n  # pause for the consumer
    finally:
        await asyncio.sleep(0)
        print("ticker: cleaned up")


async def main():
    ticks = ticker(5)
    async for n in ticks:
        print("tick", n)
        if n == 2:
            break
    await ticks.aclose()
    print("main: done")


asyncio.run(main())
