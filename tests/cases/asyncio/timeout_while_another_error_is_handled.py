import asyncio, traceback
async def attempt(n):
    async with asyncio.timeout(0.01):
        await asyncio.sleep(1)
async def fetch():
    try:
        raise ConnectionError("first try")
    except ConnectionError:
        try:
            await attempt(2)
        except TimeoutError as e:
            print("caught", repr(e.__context__), repr(e.__cause__), repr(e.__cause__.__context__))
            raise
asyncio.run(fetch())
