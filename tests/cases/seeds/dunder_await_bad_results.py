import asyncio

class Returns:
    def __init__(self, value):
        self.value = value
    def __await__(self):
        return self.value

async def coro():
    pass

async def main():
    for value in (1, None, [1, 2], "abc", object, iter([])):
        try:
            print(await Returns(value))
        except TypeError as e:
            print(type(e).__name__, e)
    c = coro()
    try:
        await Returns(c)
    except TypeError as e:
        print(e)
    await c

asyncio.run(main())
