import asyncio

async def agen():
    try:
        while True:
            try:
                x = yield
                print("got", x)
            except ValueError as e:
                print("caught", e)
                yield "from except"
    finally:
        print("cleanup")
        await asyncio.sleep(0)
        print("cleaned")

async def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2

async def main():
    g = agen()
    print(await g.asend(None))
    print(await g.asend(5))
    print(await g.athrow(ValueError("v")))
    print(await anext(g))
    await g.aclose()
    await g.aclose()
    try:
        await g.asend(1)
    except StopAsyncIteration as e:
        print(repr(e))
    print(await anext(g, "default"))
    s = stubborn()
    await s.__anext__()
    try:
        await s.aclose()
    except RuntimeError as e:
        print(e)
    g = agen()
    try:
        await g.asend(3)
    except TypeError as e:
        print(e)
    g2 = agen()
    await anext(g2)
    a = asyncio.create_task(g2.__anext__().__await__ and anext(g2))
    c = g2.asend(4)
    await a
    await c
    try:
        c.send(None)
    except RuntimeError as e:
        print(e)
    del g2
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("end of main")
    left = agen()
    await anext(left)
    await g.athrow(KeyError("last"))

asyncio.run(main())
