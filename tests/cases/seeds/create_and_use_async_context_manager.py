import asyncio

class AsyncContextManager:
    async def __aenter__(self):
        print("enter")
        return self
    async def __aexit__(self, exc_type, exc, tb):
        print("exit", exc_type, exc)
        return exc_type is ValueError

async def main():
    # create and use an asynchronous context manager
    async with AsyncContextManager() as manager:
        print(type(manager).__name__)
    async with AsyncContextManager():
        raise ValueError("swallowed")
    print("after")

asyncio.run(main())
