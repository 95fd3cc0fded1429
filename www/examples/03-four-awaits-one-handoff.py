import asyncio


async def leaf():
    print("leaf asks the loop to wait")
    await asyncio.sleep(0.5)
    return "ripe"


async def branch():
    return await leaf()


async def trunk():
    return await branch()


async def main():
    print(await trunk())


asyncio.run(main())
