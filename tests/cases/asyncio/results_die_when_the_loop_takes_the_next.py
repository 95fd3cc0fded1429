import asyncio
class O:
    def __init__(s,n): s.n=n
    def __del__(s): print("del", s.n)
async def mk(n):
    await asyncio.sleep(0)
    return O(n)
async def main():
    loop=asyncio.get_running_loop()
    await asyncio.create_task(mk("task"))
    print("after task"); await asyncio.sleep(0); print('x')
    f=loop.create_future(); loop.call_later(0.01, f.set_result, O("fut"))
    await f
    print("after fut"); await asyncio.sleep(0); print('x')
    f=loop.create_future(); loop.call_later(0.01, lambda: f.set_result(O("fut2")))
    await f
    print("after fut2"); await asyncio.sleep(0); print('x')
    await asyncio.sleep(0.01, O("sleep"))
    print("after sleep"); await asyncio.sleep(0); print('x')
    await asyncio.wait_for(mk("wf"), 1)
    print("after wf"); await asyncio.sleep(0); print('x')
    await asyncio.gather(mk("g1"), mk("g2"))
    print("after g"); await asyncio.sleep(0); print('x')
    async with asyncio.TaskGroup() as tg: tg.create_task(mk("tg"))
    print("after tg"); await asyncio.sleep(0); print('x')
    await asyncio.wait([asyncio.create_task(mk("w"))])
    print("after w"); await asyncio.sleep(0); print('x')
    q=asyncio.Queue(); loop.call_later(0.01, q.put_nowait, O("q"))
    await q.get()
    print("after q"); await asyncio.sleep(0); print('x')
    loop.call_soon(lambda o: print("cb"), O("cs")); loop.call_soon(print, "next")
    await asyncio.sleep(0)
    print("after cs"); await asyncio.sleep(0); print('x')
asyncio.run(main())
