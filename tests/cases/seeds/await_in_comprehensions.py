import asyncio

async def condition():
    await asyncio.sleep(0)
    return True

def make(i):
    async def fun():
        await asyncio.sleep(0)
        return i * 10
    return fun

async def main():
    funcs = [make(i) for i in range(3)]
    result = [await fun() for fun in funcs if await condition()]
    print(result)
    print({await fun() for fun in funcs} == {0, 10, 20})
    print({fun.__name__: await fun() for fun in funcs})
    agen = (await fun() for fun in funcs)
    print(type(agen).__name__, [x async for x in agen])

asyncio.run(main())
