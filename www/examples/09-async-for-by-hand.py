import asyncio


class Countdown:
    def __init__(self, start):
        self.left = start

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        await asyncio.sleep(0.1)
        self.left -= 1
        return self.left + 1


async def main():
    async for n in Countdown(2):
        print("sugar:", n)

    iterator = aiter(Countdown(2))
    while (n := await anext(iterator, None)) is not None:
        print("by hand:", n)


asyncio.run(main())
