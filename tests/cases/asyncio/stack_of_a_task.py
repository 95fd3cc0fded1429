import asyncio
import io


async def inner(f):
    await f


async def outer(f):
    await inner(f)


async def main():
    f = asyncio.get_running_loop().create_future()
    t = asyncio.create_task(outer(f), name="t")
    await asyncio.sleep(0)
    print([fr.f_code.co_name for fr in t.get_stack()])
    out = io.StringIO()
    t.print_stack(file=out)
    print(out.getvalue().splitlines()[1:])
    t.cancel()
    await asyncio.gather(t, return_exceptions=True)
    print(t.get_stack())

    async def fails():
        raise ValueError("x")

    t = asyncio.create_task(fails())
    await asyncio.gather(t, return_exceptions=True)
    print([fr.f_code.co_name for fr in t.get_stack()])


asyncio.run(main())
