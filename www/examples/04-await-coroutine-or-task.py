import asyncio


async def say(word):
    for n in (1, 2):
        print(word, n)
        await asyncio.sleep(0)


async def main():
    print("-- awaited directly: one after the other")
    await say("left")
    await say("right")

    print("-- as tasks: they take turns")
    left = asyncio.create_task(say("left"))
    right = asyncio.create_task(say("right"))
    await left
    await right


asyncio.run(main())
