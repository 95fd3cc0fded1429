import asyncio

class AsyncPairs:
    def __init__(self, **values):
        self.values = list(values.items())
    def __aiter__(self):
        return self
    async def __anext__(self):
        if not self.values:
            raise StopAsyncIteration
        return self.values.pop(0)

async def main():
    async for key, value in AsyncPairs(a=1, b=2):
        print(key, value)

asyncio.run(main())
