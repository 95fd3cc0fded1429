import asyncio


class Room:
    def __init__(self):
        self.key = asyncio.Lock()

    async def __aenter__(self):
        await self.key.acquire()

    async def __aexit__(self, kind, error, trace):
        self.key.release()
        await asyncio.sleep(0)


async def visit(room, name):
    async with room:
        print(name, "is in")
        await asyncio.sleep(0.1)
    print(name, "has left")


async def main():
    room = Room()
    await asyncio.gather(*(visit(room, name) for name in ("Ann", "Bob", "Cat")))


asyncio.run(main())
