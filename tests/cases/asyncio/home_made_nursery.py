import asyncio
class Nursery:
    async def __aenter__(self): self.tasks, self.errors, self.parent = set(), [], asyncio.current_task(); return self
    def start_soon(self, fn, *a):
        t = asyncio.create_task(fn(*a), name=fn.__name__); self.tasks.add(t); t.add_done_callback(self._done)
    def _done(self, t):
        self.tasks.discard(t)
        if not t.cancelled() and t.exception():
            self.errors.append(t.exception())
            for x in self.tasks: x.cancel(f"sibling {t.get_name()} failed")
            self.parent.cancel("nursery")
    async def __aexit__(self, et, e, tb):
        if e is not None and et is not asyncio.CancelledError: self.errors.append(e)
        for _ in range(10):
            try:
                while self.tasks: await asyncio.wait(self.tasks)
                break
            except asyncio.CancelledError: print("nursery wait cancelled")
        if self.errors:
            self.parent.uncancel()
            raise BaseExceptionGroup("nursery", self.errors)
async def ok(n): await asyncio.sleep(n); print("ok", n)
async def bad():
    await asyncio.sleep(0.001); raise ValueError("bad")
async def slow():
    try: await asyncio.sleep(1)
    except asyncio.CancelledError as e: print("slow:", e); raise
async def main():
    async with Nursery() as n: n.start_soon(ok, 0.001); n.start_soon(ok, 0)
    try:
        async with Nursery() as n: n.start_soon(bad); n.start_soon(slow)
    except* ValueError as eg: print(repr(eg), asyncio.current_task().cancelling())
    try:
        async with Nursery() as n: n.start_soon(slow); n.start_soon(bad); await asyncio.sleep(1)
    except* ValueError as eg: print(repr(eg), repr(eg.__context__))
asyncio.run(main())
