import asyncio

async def custom_coroutine():
    print("in task", asyncio.current_task().get_name())
    return 100

async def main():
    # await a task
    print(await asyncio.create_task(custom_coroutine()))

asyncio.run(main())
