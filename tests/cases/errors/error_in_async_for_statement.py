import asyncio


class Numbers:
    def __aiter__(self):
        return self

    async def __anext__(self):
        raise LookupError("no numbers")


async def main():
    async for number in Numbers():
        print(number)
    else:
        print("done")


asyncio.run(main())
