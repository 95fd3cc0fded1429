import asyncio

class NoAnext:
    def __aiter__(self):
        return self

class AiterReturnsNone:
    def __aiter__(self):
        return None

class AsyncAiter:
    async def __aiter__(self):
        return self

class AnextReturnsInt:
    def __aiter__(self):
        return self
    def __anext__(self):
        return 42

async def main():
    for iterable in ([1, 2], range(3), "abc", 5, None, (x for x in ()), NoAnext(), AiterReturnsNone(), AnextReturnsInt()):
        try:
            async for x in iterable:
                print(x)
        except TypeError as e:
            print(type(e).__name__, e)

asyncio.run(main())
