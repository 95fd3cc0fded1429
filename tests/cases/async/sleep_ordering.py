import asyncio


async def s(d, n):
    await asyncio.sleep(d, n)
    print(n)
    return n


async def main():
    print(await asyncio.gather(s(0.03, "c"), s(0.01, "a"), s(0.02, "b"), s(0, "zero")))
    print(await asyncio.sleep(0.001, "result"), await asyncio.sleep(0, "r0"), await asyncio.sleep(-1, "neg"))
    for bad in ("x", None):
        try:
            await asyncio.sleep(bad)
        except TypeError as e:
            print(type(e).__name__)
    try:
        await asyncio.sleep(float("nan"))
    except ValueError as e:
        print(e)


asyncio.run(main())
