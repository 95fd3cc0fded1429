import asyncio


class Countdown:
    left = 2

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        await asyncio.sleep(0.1)
        self.left -= 1
        return self.left + 1


async def main():
    async for n in Countdown():
        print("sugar:", n)
    iterator = aiter(Countdown())
    while n := await anext(iterator, None):
        print("by hand:", n)


asyncio.run(main())
