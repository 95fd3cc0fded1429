import asyncio

async def fetch_title(slug):
    await asyncio.sleep(0)
    return slug.replace("-", " ").title()

async def main():
    title = await fetch_title("async-await")
    print(title)

asyncio.run(main())
