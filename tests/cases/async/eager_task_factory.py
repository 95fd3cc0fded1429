import asyncio


async def w(n):
    print("run", n)
    await asyncio.sleep(0)
    print("resumed", n)
    return n


async def quick():
    return "quick"


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    t = asyncio.create_task(w(1))
    print("created")
    q = asyncio.create_task(quick())
    print(q.done())
    print(await t, await q)


asyncio.run(main())
