import asyncio, sys
async def child():
    try:
        sys.exit("goodbye")
    finally:
        print("finally")
async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(child())
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("sibling cancelled")
            raise
asyncio.run(main())
