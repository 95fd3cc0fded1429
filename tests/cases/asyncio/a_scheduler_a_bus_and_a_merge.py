import asyncio, heapq, random, time, dataclasses, itertools
@dataclasses.dataclass(order=True)
class Job:
    prio: int
    name: str = dataclasses.field(compare=False)
    cost: float = dataclasses.field(default=0.0, compare=False, repr=False)
class RateLimiter:
    def __init__(self, rate): self.rate, self.tokens, self.ev = rate, rate, asyncio.Event()
    async def __aenter__(self):
        while not self.tokens: self.ev.clear(); await self.ev.wait()
        self.tokens -= 1
    async def __aexit__(self, *a): self.tokens += 1; self.ev.set()
class Bus:
    def __init__(self): self.subs = {}
    def on(self, n): return lambda f: self.subs.setdefault(n, []).append(f) or f
    async def emit(self, n, *a): return await asyncio.gather(*(f(*a) for f in self.subs.get(n, [])), return_exceptions=True)
async def worker(n, q, lim, out):
    while True:
        j = await q.get()
        try:
            async with lim: await asyncio.sleep(j.cost); out.append((n, j.name)); print(n, j)
        finally: q.task_done()
async def main():
    rnd = random.Random(7); q = asyncio.PriorityQueue(); out = []
    for i, c in enumerate(itertools.islice(itertools.cycle("abc"), 9)): q.put_nowait(Job(rnd.randrange(5), f"{c}{i}", 0.001 * (i % 3 + 1)))
    lim = RateLimiter(2); ws = [asyncio.create_task(worker(f"w{i}", q, lim, out)) for i in range(3)]
    await q.join()
    for w in ws: w.cancel()
    print(await asyncio.gather(*ws, return_exceptions=True)); print(sorted(x[1] for x in out))
    bus = Bus()
    @bus.on("x")
    async def h1(v): await asyncio.sleep(0.001); return v * 2
    @bus.on("x")
    async def h2(v): raise ValueError(v)
    print(await bus.emit("x", 21), await bus.emit("none"))
    async def ticker(n, every):
        for i in range(n): yield i, every; await asyncio.sleep(every)
    async def merge(*its):
        q = asyncio.Queue(); DONE = object()
        async def pump(it):
            async for x in it: await q.put(x)
            await q.put(DONE)
        ts = [asyncio.create_task(pump(i)) for i in its]; left = len(ts)
        while left:
            x = await q.get()
            if x is DONE: left -= 1
            else: yield x
    async for x in merge(ticker(3, 0.01), ticker(2, 0.017)): print(x)
asyncio.run(main())
