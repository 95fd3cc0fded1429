import asyncio, io

async def inner():
    await asyncio.sleep(0.01)
    raise ValueError("inner")
async def outer():
    await inner()

async def main():
    t = asyncio.create_task(outer(), name="T")
    t.print_stack()
    await asyncio.sleep(0)
    t.print_stack()
    print(t)
    await asyncio.wait([t])
    t.print_stack()
    print(repr(t).replace(__file__, "F"))
    f = io.StringIO()
    t.print_stack(file=f, limit=1)
    print(f.getvalue())
    done = asyncio.create_task(asyncio.sleep(0))
    await done
    done.print_stack()
    c = asyncio.create_task(outer()); await asyncio.sleep(0); c.cancel("m"); await asyncio.wait([c]); print(c); c.print_stack()
    asyncio.current_task().print_stack()

asyncio.run(main())
