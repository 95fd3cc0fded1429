"""An eager task that raises before it waits keeps its exception; current_task is right inside of it."""
import asyncio


async def fails():
    print("inside", asyncio.current_task().get_name())
    raise ValueError("at once")


async def cancels_itself():
    asyncio.current_task().cancel("soon")
    await asyncio.sleep(0)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    t = asyncio.create_task(fails(), name="eager")
    print(t.done(), repr(t.exception()), asyncio.current_task().get_name())
    t = asyncio.create_task(cancels_itself())
    print(t.done())
    await asyncio.wait([t])
    print(t.cancelled())
    async with asyncio.TaskGroup() as g:
        a = g.create_task(asyncio.sleep(0, "in a group"))
    print(a.result())
    try:
        async with asyncio.TaskGroup() as g:
            g.create_task(fails(), name="member")
            print("body goes on")
            await asyncio.sleep(0)
            print("not reached")
    except* ValueError as e:
        print(e.exceptions)


asyncio.run(main())
