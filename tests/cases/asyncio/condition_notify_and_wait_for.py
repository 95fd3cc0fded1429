import asyncio


async def main():
    c = asyncio.Condition()
    state = 0

    async def waiter(n):
        async with c:
            await c.wait_for(lambda: state >= n)
            print("passed", n, state)

    tasks = [asyncio.create_task(waiter(i)) for i in (3, 1, 2)]
    await asyncio.sleep(0)
    for _ in range(3):
        async with c:
            state += 1
            c.notify_all()
        await asyncio.sleep(0.001)
    await asyncio.gather(*tasks)
    try:
        c.notify()
    except RuntimeError as e:
        print(e)
    try:
        await c.wait()
    except RuntimeError as e:
        print(e)
    print(c)


asyncio.run(main())
