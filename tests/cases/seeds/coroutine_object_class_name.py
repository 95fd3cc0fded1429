import asyncio

async def fetch_title(slug):
    await asyncio.sleep(0)
    return slug.replace("-", " ").title()

coroutine = fetch_title("async-await")
print(coroutine.__class__.__name__)
coroutine.close()
