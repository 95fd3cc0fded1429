import asyncio

async def main():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    loop.call_soon(fut.set_result, "done")
    print(hasattr(fut, "__await__"), hasattr(fut, "__iter__"))
    print(await fut)

asyncio.run(main())
