import asyncio
async def work(n):
    await asyncio.sleep(0)
    if n == 2:
        raise KeyError(n)
    return n
async def main():
    await asyncio.gather(*(work(i) for i in range(4)))
asyncio.run(main())
