import asyncio

async def fetch_title(slug):
    await asyncio.sleep(0)
    return slug.replace("-", " ").title()

coroutine = fetch_title("async-await")
print(coroutine.__class__.__name__)
coroutine.close()

async def main():
    title = await fetch_title("async-await")
    print(title)

asyncio.run(main())

async def main():
    titles = await asyncio.gather(fetch_title("json"), fetch_title("datetime"))
    print(titles)

asyncio.run(main())
