import asyncio

async def work():
    return 1

async def main():
    coros = [work(), work()]
    try:
        async for result in coros:
            print(result)
    finally:
        for c in coros:
            c.close()

asyncio.run(main())
