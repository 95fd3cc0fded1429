import asyncio

async def coro():
    return 1

print("never printed")
await coro()
