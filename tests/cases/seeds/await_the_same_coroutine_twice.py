import asyncio

async def once():
    return 1

async def main():
    c = once()
    print(await c)
    print(await c)

asyncio.run(main())
