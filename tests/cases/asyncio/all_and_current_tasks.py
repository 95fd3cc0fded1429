import asyncio


async def child():
    print(asyncio.current_task().get_name())
    await asyncio.sleep(0)


async def main():
    t = asyncio.create_task(child(), name="child")
    print(sorted(x.get_name() for x in asyncio.all_tasks()))
    await t
    print(len(asyncio.all_tasks()), asyncio.current_task() in asyncio.all_tasks())
    asyncio.get_running_loop().call_soon(lambda: print("no task", asyncio.current_task()))
    await asyncio.sleep(0)
    try:
        asyncio.tasks._enter_task(asyncio.get_running_loop(), t)
    except RuntimeError as e:
        print(str(e).split("<")[0])
    try:
        asyncio.tasks._leave_task(asyncio.get_running_loop(), t)
    except RuntimeError as e:
        print(str(e).split("<")[0])


try:
    asyncio.all_tasks()
except RuntimeError as e:
    print(e)
try:
    asyncio.current_task()
except RuntimeError as e:
    print(e)
asyncio.run(main())
