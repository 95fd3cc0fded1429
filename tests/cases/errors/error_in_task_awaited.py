import asyncio
async def work(n):
    await asyncio.sleep(0)
    raise ValueError(n)
async def main():
    t = asyncio.create_task(work(1))
    await t
asyncio.run(main())
