import asyncio

class Sync:
    def __enter__(self):
        return self
    def __exit__(self, *args):
        pass

async def main():
    async with Sync() as s:
        print(s)

asyncio.run(main())
