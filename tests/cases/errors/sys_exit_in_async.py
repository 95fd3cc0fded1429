import asyncio, sys
async def main():
    try:
        sys.exit(4)
    finally:
        print("cleanup")
asyncio.run(main())
