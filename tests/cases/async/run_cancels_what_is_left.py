import asyncio


async def bg(n):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("bg cancelled", n)
        raise
    finally:
        print("bg finally", n)


async def main():
    for i in range(3):
        asyncio.create_task(bg(i))
    await asyncio.sleep(0)
    print("main returns")
    return "result"


print(asyncio.run(main()))


async def stubborn():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise ValueError("while cancelling")


async def main2():
    global t
    t = asyncio.create_task(stubborn(), name="stubborn")
    await asyncio.sleep(0)


asyncio.run(main2())
print(t.done())
