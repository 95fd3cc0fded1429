import asyncio

async def work():
    print("never")

async def main():
    print("before")
    work()
    print("after")

asyncio.run(main())
