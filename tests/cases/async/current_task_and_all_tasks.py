import asyncio


async def w():
    await asyncio.sleep(0.01)


async def main():
    me = asyncio.current_task()
    ts = [asyncio.create_task(w(), name=f"w{i}") for i in range(3)]
    print(sorted(t.get_name() for t in asyncio.all_tasks() - {me}), me in asyncio.all_tasks(), me.get_name())
    await asyncio.gather(*ts)
    print(len(asyncio.all_tasks()))

    async def check():
        return asyncio.current_task() is me

    print(await check(), await asyncio.create_task(check()))
    asyncio.get_running_loop().call_soon(lambda: print("in callback", asyncio.current_task()))
    await asyncio.sleep(0)
    t = asyncio.create_task(w())
    print(t.get_name().startswith("Task-"), t.get_stack()[0].f_code.co_name, t.get_loop() is asyncio.get_running_loop())
    await t


asyncio.run(main())
