import asyncio
from contextlib import asynccontextmanager, AsyncExitStack, aclosing

@asynccontextmanager
async def resource(name, log):
    log.append(f"acquire {name}")
    try:
        yield name
    except ValueError as e:
        log.append(f"{name} saw {e}")
        raise
    finally:
        await asyncio.sleep(0)
        log.append(f"release {name}")

@asynccontextmanager
async def nothing():
    if False:
        yield

@asynccontextmanager
async def twice():
    yield 1
    yield 2

@resource("decorated", [])
async def decorated(): return "ran"

async def main():
    log = []
    try:
        async with resource("r1", log) as a, resource("r2", log) as b:
            raise ValueError("oops")
    except ValueError:
        print(log)
    try:
        async with nothing():
            pass
    except RuntimeError as e:
        print(e)
    try:
        async with twice():
            pass
    except RuntimeError as e:
        print(e)
    print(await decorated())
    log.clear()
    async with AsyncExitStack() as st:
        for i in range(3):
            await st.enter_async_context(resource(f"s{i}", log))
        keep = st.pop_all()
    print(log)
    await keep.aclose()
    print(log)
    async with resource("stop", log):
        raise StopAsyncIteration("inside")

asyncio.run(main())
