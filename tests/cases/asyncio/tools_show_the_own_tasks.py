# asyncio.tools (python -m asyncio ps and pstree) over the program's own process.
import asyncio
import os
from asyncio import tools


async def leaf():
    await asyncio.sleep(0.01)


async def middle(task):
    await task


async def numbers():
    yield 1
    await asyncio.sleep(0.01)
    yield 2


async def reads():
    async for _ in numbers():
        pass


class Ready:
    def __await__(self):
        yield from asyncio.sleep(0.01).__await__()


async def awaits_an_object():
    async def inner():
        await Ready()

    await inner()


async def main():
    first = asyncio.create_task(leaf(), name="leaf")
    asyncio.create_task(middle(first), name="middle")
    asyncio.create_task(reads(), name="reads")
    asyncio.create_task(awaits_an_object(), name="object")
    async with asyncio.TaskGroup() as group:
        group.create_task(leaf(), name="in the group")
        for _ in range(3):
            await asyncio.sleep(0)
        found = tools.get_all_awaited_by(os.getpid())
        for row in tools.build_task_table(found):
            print(row[2:6])
        for tree in tools.build_async_tree(found):
            for line in tree:
                print(line.split(" /")[0], line.rpartition(":")[2])
        info = found[0].awaited_by[0]
        print(type(info).__name__, len(info), info.task_name, info.awaited_by, info[3:])
    for other in ("a", 1.5):
        try:
            tools.get_all_awaited_by(other)
        except TypeError as e:
            print(e)


asyncio.run(main())
tools._print_cycle_exception(tools.CycleFoundException([[1, 2, 1]], {1: "one", 2: "two"}))
