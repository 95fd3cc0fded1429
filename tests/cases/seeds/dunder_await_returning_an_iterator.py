import asyncio

class FutureLike:
    def __init__(self, result):
        self.result = result
    def __await__(self):
        yield
        return self.result

class Delegates:
    def __await__(self):
        return FutureLike("delegated").__await__()

async def main():
    print(await FutureLike(10))
    print(await Delegates())

asyncio.run(main())
