import asyncio

async def numbers():
    for i in range(3):
        await asyncio.sleep(0)
        yield i

async def main():
    async_iterator = numbers()
    # build a list of results
    results = [item async for item in async_iterator]
    print(results)

asyncio.run(main())
