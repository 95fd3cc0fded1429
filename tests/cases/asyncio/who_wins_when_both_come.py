import asyncio
def cb1(f): print("cb1", f.cancelled())
async def waiter(name, ev):
    try: await ev.wait(); print(name, "set")
    except asyncio.CancelledError: print(name, "cancelled"); raise
async def main():
    ev = asyncio.Event(); ts = [asyncio.create_task(waiter(f"w{i}", ev), name=f"w{i}") for i in range(3)]
    for t in ts: t.add_done_callback(cb1)
    await asyncio.sleep(0); ev.set(); ts[1].cancel(); print(ts[1])
    print(await asyncio.gather(*ts, return_exceptions=True)); print(ev, ev._waiters)
    ev.clear(); t = asyncio.create_task(waiter("x", ev)); await asyncio.sleep(0); ev.set(); ev.clear(); await t
    loop = asyncio.get_running_loop(); f = loop.create_future()
    t = asyncio.create_task(asyncio.wait_for(f, 0.01)); await asyncio.sleep(0); f.set_result("won"); t.cancel()
    try: print(await t)
    except asyncio.CancelledError as e: print("cancel lost the result", f.result())
    f = loop.create_future(); loop.call_later(0.01, f.set_result, "tie")
    try: print(await asyncio.wait_for(f, 0.01))
    except TimeoutError: print("timeout wins", f)
    async def swallow():
        try: await asyncio.sleep(1)
        except asyncio.CancelledError: return "swallowed"
    print(await asyncio.wait_for(swallow(), 0.001) if 0 else "-")
    try: print(await asyncio.wait_for(swallow(), 0.001))
    except TimeoutError as e: print("timeout", repr(e.__cause__))
    async def fails():
        try: await asyncio.sleep(1)
        except asyncio.CancelledError: raise OSError("fail in cancel")
    try: await asyncio.wait_for(fails(), 0.001)
    except OSError as e: print(type(e).__name__, e, repr(e.__context__))
    t = asyncio.create_task(asyncio.wait_for(asyncio.shield(asyncio.sleep(0.01, "s")), 0.001))
    try: await t
    except TimeoutError: print("shield timeout")
    await asyncio.sleep(0.02)
asyncio.run(main())
