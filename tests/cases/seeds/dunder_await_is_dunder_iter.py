import asyncio

class Old:
    def __iter__(self):
        print("iter")
        yield
        return "value"
    __await__ = __iter__

async def main():
    print(await Old())

asyncio.run(main())
