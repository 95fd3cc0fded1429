import asyncio

async def custom_coroutine():
    print("running")

# create a coroutine
coro = custom_coroutine()
# execute a coroutine program
asyncio.run(coro)
