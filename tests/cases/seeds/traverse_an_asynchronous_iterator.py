import asyncio

async def numbers():
    for i in range(3):
        await asyncio.sleep(0)
        yield i

async def main():
    async_iterator = numbers()
    # traverse an asynchronous iterator
    async for item in async_iterator:
        print(item)

asyncio.run(main())
