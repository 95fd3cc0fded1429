import asyncio


async def f(n):
    await asyncio.sleep(n / 1000)
    if n == 2:
        raise ValueError(n)
    return n


async def main():
    for c in asyncio.as_completed([f(3), f(1), f(2)]):
        try:
            print(await c)
        except ValueError as e:
            print("error", e)
    tasks = [asyncio.create_task(f(i), name=f"t{i}") for i in (3, 1)]
    async for t in asyncio.as_completed(tasks):
        print(t.get_name(), t in tasks, await t)
    try:
        for c in asyncio.as_completed([f(100), f(1)], timeout=0.01):
            print(await c)
    except TimeoutError:
        print("too late")


asyncio.run(main())
