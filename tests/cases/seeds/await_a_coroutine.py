import asyncio

async def custom_coroutine():
    print("in coroutine")

async def main():
    # await a coroutine
    await custom_coroutine()

asyncio.run(main())
