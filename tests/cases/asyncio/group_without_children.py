"""A group with no task: the body decides alone, and the group does not let go of the loop."""
import asyncio


async def main():
    order = []
    asyncio.get_running_loop().call_soon(order.append, "callback")
    async with asyncio.TaskGroup():
        order.append("body")
    order.append("after")
    await asyncio.sleep(0)
    print(order)
    try:
        async with asyncio.TaskGroup():
            raise LookupError("alone")
    except* LookupError as e:
        print(repr(e))
    try:
        async with asyncio.TaskGroup():
            await asyncio.sleep(0)
            asyncio.current_task().cancel()
            await asyncio.sleep(0)
    except asyncio.CancelledError:
        print("cancelled", asyncio.current_task().cancelling(), asyncio.current_task().uncancel())


asyncio.run(main())
