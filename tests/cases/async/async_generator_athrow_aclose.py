import asyncio


async def ag():
    try:
        yield 1
        yield 2
    except ValueError as e:
        print("caught", e)
        yield "after throw"
    except GeneratorExit:
        print("GeneratorExit")
        raise
    finally:
        await asyncio.sleep(0)
        print("cleanup")


async def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2


async def main():
    g = ag()
    print(await anext(g), await g.athrow(ValueError("v")))
    try:
        await anext(g)
    except StopAsyncIteration:
        print("end")
    g = ag()
    await anext(g)
    await g.aclose()
    await g.aclose()
    g = ag()
    try:
        await g.athrow(KeyError("unstarted"))
    except KeyError as e:
        print(repr(e))
    g = ag()
    await anext(g)
    try:
        await g.athrow(KeyError("k"))
    except KeyError as e:
        print(repr(e))
    g = ignores()
    await anext(g)
    try:
        await g.aclose()
    except RuntimeError as e:
        print(e)
    await g.aclose() if False else None


asyncio.run(main())
