import asyncio, gc

async def foo(): pass
async def bar(x):
    foo()
    return x

async def agen():
    yield 1

async def main():
    bar(1)
    x = foo()
    del x
    asyncio.sleep(1)
    print("after")
    await bar(2)
    g = agen()
    g.asend(None)
    g.aclose()
    asyncio.wait_for(foo(), 1)
    lst = [foo() for _ in range(2)]
    lst.clear()
    t = asyncio.create_task(foo())
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled before start")

foo()
asyncio.run(main())
c = foo()
c.close()
print("end")
foo
c2 = foo()
