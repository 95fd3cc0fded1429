import asyncio

def sync():
    return 1

def gen():
    yield

async def agen():
    yield

class Plain:
    pass

async def main():
    for what in (None, 1, "text", [1], sync, gen(), agen(), Plain(), Plain, len, (i for i in ())):
        try:
            await what
        except TypeError as e:
            print(type(e).__name__, e)

asyncio.run(main())
