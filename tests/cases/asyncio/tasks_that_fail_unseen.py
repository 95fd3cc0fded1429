import asyncio
keep = []
async def main():
    async def fails(n): raise ValueError(n)
    keep.append(asyncio.create_task(fails(1), name="kept"))
    asyncio.create_task(fails(2), name="dropped")
    await asyncio.sleep(0.01)
    print("main returns")
asyncio.run(main())
print("after run")
