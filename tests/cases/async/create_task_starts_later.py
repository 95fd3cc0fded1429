import asyncio


async def work(n):
    print("work", n)
    await asyncio.sleep(0)
    print("work again", n)
    return n


async def main():
    t = asyncio.create_task(work(1))
    print("created", t.done())
    u = asyncio.create_task(work(2), name="second")
    print(u.get_name())
    await asyncio.sleep(0)
    print("main after one turn")
    print(await t, await u, t.done(), t.result())


asyncio.run(main())
