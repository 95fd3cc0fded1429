import asyncio
class T:
    def __init__(self): self.log = []
    async def run(self):
        try:
            try: await asyncio.sleep(1)
            except asyncio.CancelledError as e:
                self.log.append(("1", e.args)); 
                try: await asyncio.sleep(1)
                except asyncio.CancelledError as e2: self.log.append(("2", e2.args, repr(e2.__context__))); raise KeyError("k")
                finally: self.log.append("f2")
        except KeyError as e:
            self.log.append(("3", repr(e.__context__)))
            try: await asyncio.wait_for(asyncio.sleep(1), 0.001)
            except TimeoutError as t: self.log.append(("4", repr(t.__context__), repr(t.__cause__), repr(t.__cause__.__context__)))
            raise
async def main():
    x = T(); t = asyncio.create_task(x.run())
    for m in "ab": await asyncio.sleep(0); t.cancel(m)
    try: await t
    except KeyError as e:
        print(*x.log, sep="\n"); c = e
        while c: print(repr(c)); c = c.__context__
    async def loop_until(n):
        c = 0
        while True:
            try: await asyncio.sleep(1)
            except asyncio.CancelledError as e:
                c += 1; print("cancel", c, e.args, repr(e.__context__))
                if c == n: raise
    t = asyncio.create_task(loop_until(3))
    while not t.done(): await asyncio.sleep(0); t.cancel(len(t.get_name()) and "m")
    print(t.cancelling(), t)
    async def gens():
        async def inner():
            try: yield 1; await asyncio.sleep(1); yield 2
            except asyncio.CancelledError as e: print("inner", e.args); raise
            finally: print("inner fin")
        async for x in inner(): print(x)
    t = asyncio.create_task(gens()); await asyncio.sleep(0); t.cancel("g")
    print(await asyncio.gather(t, return_exceptions=True))
    lock = asyncio.Lock(); await lock.acquire()
    async def lk():
        try:
            async with lock: print("got it")
        except asyncio.CancelledError as e: print("lock cancel", repr(e.__context__)); raise
    t = asyncio.create_task(lk()); await asyncio.sleep(0); lock.release(); t.cancel(); print(lock)
    await asyncio.gather(t, return_exceptions=True); print(lock, lock._waiters)
    c = asyncio.Condition(); 
    async def cw():
        async with c:
            try: await c.wait()
            except asyncio.CancelledError: print("cond cancel, locked:", c.locked()); raise
    t = asyncio.create_task(cw()); await asyncio.sleep(0)
    await c.acquire(); t.cancel(); await asyncio.sleep(0); t.cancel("twice"); c.release()
    print(await asyncio.gather(t, return_exceptions=True), c.locked())
asyncio.run(main())
