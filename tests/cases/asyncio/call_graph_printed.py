import asyncio, io, re, sys

def show(future=None, limit=None, file=None):
    out = io.StringIO()
    asyncio.print_call_graph(future, file=out, limit=limit)
    print(re.sub("id=0x[0-9a-f]+", "id", out.getvalue()), file=file)


async def leaf():
    await asyncio.sleep(0.01)
async def middle(t):
    await t
async def main():
    t = asyncio.create_task(leaf(), name="leaf")
    m = asyncio.create_task(middle(t), name="middle")
    async with asyncio.TaskGroup() as tg:
        tg.create_task(middle(m), name="group member")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        show(t)
        show(m, limit=1)
        show(file=sys.stderr)
        g = asyncio.capture_call_graph(t)
        print(type(g).__name__, len(g.call_stack), [a.future.get_name() for a in g.awaited_by])
        print(asyncio.format_call_graph(t, depth=1) == asyncio.format_call_graph(t))
    fut = asyncio.get_running_loop().create_future()
    print(asyncio.capture_call_graph(fut))
    show(asyncio.create_task(leaf(), name="fresh"))

asyncio.run(main())
try:
    asyncio.print_call_graph()
except RuntimeError as e:
    print(e)
