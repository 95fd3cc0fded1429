import asyncio

class Session:
    async def __aenter__(self):
        print("open")
        return self

    async def __aexit__(self, *_):
        print("close")
        return False


async def stream():
    for slug in ["json", "datetime"]:
        await asyncio.sleep(0)
        yield slug


async def driver():
    async with Session():
        async for slug in stream():
            print(slug)

asyncio.run(driver())
