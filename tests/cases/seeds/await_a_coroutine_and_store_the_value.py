import asyncio

async def custom_coroutine():
    await asyncio.sleep(0)
    return 100

async def main():
    # await a coroutine and store the return value
    value = await custom_coroutine()
    print(value)

asyncio.run(main())
