import asyncio


async def refuses(n):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("refused", n)
        return n


async def main():
    g = asyncio.gather(refuses(1), refuses(2))
    await asyncio.sleep(0)
    print(g.cancel())
    try:
        print(await g)
    except asyncio.CancelledError as e:
        print("cancelled all the same", e.args)
    print(g)


asyncio.run(main())
