"""Only one coroutine may wait for a stream at a time."""
import asyncio


async def main():
    r = asyncio.StreamReader()
    first = asyncio.create_task(r.readline())
    await asyncio.sleep(0)
    try:
        await r.readline()
    except RuntimeError as e:
        print(e)
    r.feed_data(b"for the first\n")
    print(await first)


asyncio.run(main())
