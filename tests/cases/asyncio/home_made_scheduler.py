import asyncio

class Sched:
    def __init__(self): self.ready, self.now, self.sleeping, self.seq = [], 0, [], 0
    def spawn(self, coro): self.ready.append((coro, None))
    def run(self):
        import heapq
        while self.ready or self.sleeping:
            if not self.ready:
                t, _, coro = heapq.heappop(self.sleeping)
                self.now = t
                self.ready.append((coro, None))
            coro, v = self.ready.pop(0)
            try:
                op = coro.send(v)
            except StopIteration as e:
                print(f"[{self.now}] {coro.__name__} -> {e.value}")
                continue
            except Exception as e:
                print(f"[{self.now}] {coro.__name__} raised {e!r}")
                continue
            match op:
                case ("sleep", n):
                    self.seq += 1
                    heapq.heappush(self.sleeping, (self.now + n, self.seq, coro))
                case ("now",):
                    self.ready.append((coro, self.now))

class Op:
    def __init__(self, *a): self.a = a
    def __await__(self): return (yield self.a)

async def worker(n):
    for i in range(n):
        await Op("sleep", i + 1)
        print("worker", n, i, await Op("now"))
    if n == 3:
        raise ValueError(n)
    return n * 10

s = Sched()
for n in (1, 2, 3):
    s.spawn(worker(n))
s.run()
