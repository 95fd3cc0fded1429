import asyncio


async def fail():
    await asyncio.sleep(0)
    raise ValueError("shared")


async def w(t, n):
    try:
        await t
    except ValueError as e:
        print(n, e, e is t.exception())


async def main():
    t = asyncio.create_task(fail())
    await asyncio.gather(w(t, 1), w(t, 2))
    try:
        t.result()
    except ValueError as e:
        print("result", e)


asyncio.run(main())
