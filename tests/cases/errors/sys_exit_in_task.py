import asyncio, sys
async def work():
    sys.exit(5)
async def main():
    t = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    print("never")
asyncio.run(main())
