"""A task that iterates an async generator is cancelled inside of it."""
import asyncio


async def numbers():
    n = 0
    try:
        while True:
            yield n
            n += 1
            await asyncio.sleep(0.01)
    except asyncio.CancelledError:
        print("generator cancelled at", n)
        raise
    finally:
        print("generator ends")


async def consume(g):
    async for n in g:
        print("got", n)


async def main():
    g = numbers()
    t = asyncio.create_task(consume(g))
    await asyncio.sleep(0.025)
    t.cancel()
    await asyncio.wait([t])
    print(t.cancelled(), g.ag_running, g.ag_frame)
    print(await anext(g, "nothing left"))


asyncio.run(main())
