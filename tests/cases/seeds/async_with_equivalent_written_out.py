import asyncio

class AsyncContextManager:
    def __init__(self):
        print("created")
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        print("entered")
        return self
    async def close(self):
        await asyncio.sleep(0)
        print("closed")

async def main():
    # create or enter the async context manager
    manager = await AsyncContextManager()
    try:
        print("using")
    finally:
        # close or exit the context manager
        await manager.close()

asyncio.run(main())
