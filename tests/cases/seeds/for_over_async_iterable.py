import asyncio

async def numbers():
    yield 1

async def main():
    for x in numbers():
        print(x)

asyncio.run(main())
