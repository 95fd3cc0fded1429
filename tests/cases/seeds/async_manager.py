import asyncio

class AsyncManager(object):
    def __init__(self, x):
        self.x = x

    async def yow(self):
        pass

    async def __aenter__(self):
        return self

    async def __aexit__(self, ty, val, tb):
        pass

# Example use
async def main():
    async with AsyncManager(42) as m:
         await m.yow()
         print(m.x)

asyncio.run(main())
