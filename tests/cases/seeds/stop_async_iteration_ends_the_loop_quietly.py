import asyncio

class Empty:
    def __aiter__(self):
        return self
    async def __anext__(self):
        raise StopAsyncIteration("nothing")

async def main():
    async for _ in Empty():
        print("never")
    print("done")
    try:
        await anext(Empty())
    except StopAsyncIteration as e:
        print("raised", e)
    print(await anext(Empty(), "default"))

asyncio.run(main())
