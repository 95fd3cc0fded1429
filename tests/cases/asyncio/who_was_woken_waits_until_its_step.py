import asyncio


async def child():
    await asyncio.sleep(0)
    return "result"


async def waits(t):
    return await t


async def main():
    t = asyncio.create_task(child(), name="child")
    parents = [asyncio.create_task(waits(t), name=f"parent {n}") for n in range(2)]

    def look(label):
        graph = asyncio.capture_call_graph(t)
        print(label, t.done(), sorted(g.future.get_name() for g in graph.awaited_by))

    loop = asyncio.get_running_loop()
    t.add_done_callback(lambda t: look("callback"))
    look("before")
    await asyncio.sleep(0)
    look("parents wait")
    loop.call_soon(look, "soon")
    await asyncio.sleep(0)
    look("a turn later")
    await asyncio.sleep(0)
    look("after a turn")
    print(await asyncio.gather(*parents))
    look("after all")


asyncio.run(main())
