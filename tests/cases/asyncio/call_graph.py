import asyncio
import io
import re


async def leaf(f):
    await f


async def branch(t):
    await t


async def main():
    f = asyncio.get_running_loop().create_future()
    a = asyncio.create_task(leaf(f), name="a")
    b = asyncio.create_task(branch(a), name="b")
    c = asyncio.create_task(branch(a), name="c")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    g = asyncio.capture_call_graph(a)
    print([e.frame.f_code.co_name for e in g.call_stack], sorted(w.future.get_name() for w in g.awaited_by))
    print(asyncio.format_call_graph(b).splitlines()[0].split("(")[0])
    async with asyncio.TaskGroup() as group:
        d = group.create_task(leaf(f), name="d")
        f.set_result(1)
        await asyncio.sleep(0)
    shown = io.StringIO()
    asyncio.print_call_graph(file=shown)
    print(re.sub("id=0x[0-9a-f]+", "id=…", shown.getvalue()))
    await asyncio.gather(b, c)


asyncio.run(main())
