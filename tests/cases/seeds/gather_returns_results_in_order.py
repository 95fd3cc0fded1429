import asyncio

async def fetch_title(slug):
    await asyncio.sleep(0)
    return slug.replace("-", " ").title()

async def main():
    titles = await asyncio.gather(fetch_title("json"), fetch_title("datetime"))
    print(titles)

asyncio.run(main())
