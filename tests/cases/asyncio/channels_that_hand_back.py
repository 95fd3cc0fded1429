import asyncio, collections
class Channel:
    def __init__(self): self.getters, self.items, self.closed = collections.deque(), collections.deque(), False
    def put(self, x):
        while self.getters:
            f = self.getters.popleft()
            if not f.done(): f.set_result(x); return
        self.items.append(x)
    async def get(self):
        if self.items: return self.items.popleft()
        f = asyncio.get_running_loop().create_future(); self.getters.append(f)
        try: return await f
        except asyncio.CancelledError:
            if f.done() and not f.cancelled(): self.put(f.result()); print("handed back", f.result())
            raise
async def select(**chans):
    ts = {asyncio.ensure_future(c.get()): n for n, c in chans.items()}
    try:
        d, _ = await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)
        t = min(d, key=lambda t: ts[t]); return ts[t], t.result()
    finally:
        for t in ts:
            if not t.done(): t.cancel()
async def main():
    a, b = Channel(), Channel()
    asyncio.get_running_loop().call_later(0.001, a.put, 1); print(await select(a=a, b=b))
    b.put("x"); print(await select(a=a, b=b)); await asyncio.sleep(0); print(len(a.getters), len(b.getters))
    t = asyncio.create_task(a.get()); await asyncio.sleep(0); a.put("lost?"); t.cancel()
    print(await asyncio.gather(t, return_exceptions=True), a.items)
    async def ring(n, ins, outs, rounds):
        for _ in range(rounds):
            x = await ins.get(); outs.put(x + 1)
    cs = [Channel() for _ in range(4)]
    ts = [asyncio.create_task(ring(i, cs[i], cs[(i + 1) % 4], 3)) for i in range(4)]
    cs[0].put(0); await asyncio.gather(*ts); print([list(c.items) for c in cs])
    f = asyncio.get_running_loop().create_future(); order = []
    for i in range(3): f.add_done_callback(lambda f, i=i: order.append((i, f.result())))
    f.set_result("r"); f.add_done_callback(lambda f: order.append("late")); print(order); await asyncio.sleep(0); print(order)
asyncio.run(main())
