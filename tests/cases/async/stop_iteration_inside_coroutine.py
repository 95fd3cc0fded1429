import asyncio


async def raises_stop():
    raise StopIteration("x")


async def raises_async_stop():
    raise StopAsyncIteration("y")


async def agen_stop():
    yield 1
    raise StopIteration("in agen")


async def agen_async_stop():
    yield 1
    raise StopAsyncIteration("in agen")


async def main():
    for f in (raises_stop, raises_async_stop):
        try:
            await f()
        except Exception as e:
            print(type(e).__name__, e, repr(e.__cause__))
    for g in (agen_stop, agen_async_stop):
        try:
            print([x async for x in g()])
        except RuntimeError as e:
            print(e, repr(e.__cause__))


asyncio.run(main())
