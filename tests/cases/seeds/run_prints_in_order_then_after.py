import asyncio

async def main():
    print("main")
    await asyncio.sleep(0)
    print("main end")

print("before")
asyncio.run(main())
print("after")
