import asyncio


async def fetch_title(slug):
    await asyncio.sleep(0)
    return slug.replace("-", " ").title()


async def main():
    title = await fetch_title("async-await")
    print(title)
    titles = await asyncio.gather(fetch_title("json"), fetch_title("datetime"))
    print(titles)

asyncio.run(main())


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
