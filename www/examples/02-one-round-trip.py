import asyncio


async def main():
    print("A: the loop resumed me")
    await asyncio.sleep(0)
    print("B: resumed again")
    return 42


print("result:", asyncio.run(main()))
