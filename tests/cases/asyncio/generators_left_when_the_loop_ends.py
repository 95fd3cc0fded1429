"""Async generators that were not finished are closed when the loop is, in a task of their own."""
import asyncio


async def numbers(name):
    try:
        yield 1
        yield 2
    finally:
        await asyncio.sleep(0)
        print(name, "closed")


async def main():
    global left
    left = numbers("left")
    print(await anext(left))
    async for n in numbers("broken off"):
        print("first", n)
        break
    closed = numbers("closed by hand")
    await anext(closed)
    await closed.aclose()
    print("main ends")


asyncio.run(main())
print(left.ag_frame)
