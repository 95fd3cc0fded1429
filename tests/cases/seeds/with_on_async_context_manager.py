import asyncio

class Async:
    async def __aenter__(self):
        return self
    async def __aexit__(self, *args):
        pass

async def main():
    with Async() as s:
        print(s)

asyncio.run(main())
