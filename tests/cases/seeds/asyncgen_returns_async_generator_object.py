import asyncio

async def smth():
    print("smth")

async def asyncgen():
    await smth()
    yield 42

g = asyncgen()
print(g)
print(type(g))
print(hasattr(g, "__aiter__"), hasattr(g, "__anext__"), hasattr(g, "__iter__"))
print(g.__aiter__() is g)

async def main():
    print([x async for x in g])

asyncio.run(main())
