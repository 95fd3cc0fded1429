import asyncio


class Room:
    key = asyncio.Lock()

    async def __aenter__(self):
        await self.key.acquire()

    async def __aexit__(self, *error):
        self.key.release()
        await asyncio.sleep(0)


async def visit(name):
    async with Room():
        print(name, "is in")
        await asyncio.sleep(0.1)
    print(name, "has left")


async def main():
    await asyncio.gather(*(visit(name) for name in ("Ann", "Bob", "Cat")))


asyncio.run(main())
