import asyncio, types

@types.coroutine
def switch():
    print("before yield")
    yield
    print("after yield")
    return "switched"

async def main():
    print(await switch())

asyncio.run(main())
