import asyncio


async def w():
    return asyncio.current_task().get_name()


async def main():
    print(await w())
    print(await asyncio.gather(w(), w()))
    print(await asyncio.create_task(w()))
    print(await asyncio.wait_for(w(), 1))


asyncio.run(main())
asyncio.run(main())
