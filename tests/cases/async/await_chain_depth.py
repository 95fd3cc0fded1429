import asyncio


async def deep(n):
    if n == 0:
        await asyncio.sleep(0)
        return "bottom"
    return await deep(n - 1)


async def main():
    print(await deep(10))
    print(await deep(300))
    try:

        async def fail(n):
            if n == 0:
                await asyncio.sleep(0)
                raise ValueError("deep")
            try:
                await fail(n - 1)
            finally:
                order.append(n)

        order = []
        await fail(5)
    except ValueError as e:
        print(e, order)


asyncio.run(main())
