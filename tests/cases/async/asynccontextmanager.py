import asyncio
from contextlib import asynccontextmanager, AsyncExitStack, aclosing


@asynccontextmanager
async def res(n):
    print("open", n)
    try:
        yield n
    except ValueError as e:
        print("handled", e)
    finally:
        await asyncio.sleep(0)
        print("close", n)


async def main():
    async with res(1) as r:
        print("use", r)
    async with res(2):
        raise ValueError("v")
    try:
        async with res(3):
            raise KeyError("k")
    except KeyError as e:
        print(repr(e))
    async with AsyncExitStack() as st:
        for i in "ab":
            await st.enter_async_context(res(i))
        st.push_async_callback(asyncio.sleep, 0)

    async def g():
        try:
            yield 1
            yield 2
        finally:
            print("g closed")

    async with aclosing(g()) as gg:
        async for x in gg:
            print(x)
            break


asyncio.run(main())
