import asyncio

class OnlyEnter:
    async def __aenter__(self):
        return self

class OnlyExit:
    async def __aexit__(self, *args):
        pass

class SyncEnter:
    def __aenter__(self):
        return 1
    async def __aexit__(self, *args):
        pass

class SyncExit:
    async def __aenter__(self):
        return 1
    def __aexit__(self, *args):
        return 1

async def main():
    for manager in (OnlyEnter(), OnlyExit(), SyncEnter(), SyncExit(), object(), None):
        try:
            async with manager:
                print("body")
        except TypeError as e:
            print(type(e).__name__, e)

asyncio.run(main())
