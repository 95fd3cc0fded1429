import asyncio

ran = []

async def fetch_title(slug):
    ran.append(slug)
    return slug.title()

coroutine = fetch_title("json")
print(ran)
print(asyncio.run(coroutine))
print(ran)
