import asyncio

seen = []  # the tasks that are left are a set, so their order is nobody's promise


async def bg(n):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        seen.append(("bg cancelled", n))
        raise
    finally:
        seen.append(("bg finally", n))


async def main():
    for i in range(3):
        asyncio.create_task(bg(i))
    await asyncio.sleep(0)
    print("main returns")
    return "result"


print(asyncio.run(main()))
print(sorted(seen), all(seen.index(("bg cancelled", n)) + 1 == seen.index(("bg finally", n)) for n in range(3)))


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
