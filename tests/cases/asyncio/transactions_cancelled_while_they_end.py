import asyncio
class Trans:
    def __init__(self, log): self.log = log
    async def __aenter__(self): self.log.append("begin"); return self
    async def __aexit__(self, et, e, tb):
        if et is None: await self.commit()
        else: await self.rollback(e)
    async def commit(self): await asyncio.sleep(0.04); self.log.append("commit")
    async def rollback(self, e):
        try: await asyncio.sleep(0.04); self.log.append(f"rollback {e!r}")
        except asyncio.CancelledError as c: self.log.append(f"rollback cancelled {c!r} ctx={c.__context__!r}"); raise
async def work(log, fail=False):
    async with Trans(log):
        await asyncio.sleep(0.02)
        if fail: raise LookupError("work")
async def main():
    log = []
    await work(log)
    try: await work(log, True)
    except LookupError: pass
    try: await asyncio.wait_for(work(log), 0.03)
    except TimeoutError as e: log.append(("timeout", repr(e.__cause__), repr(e.__cause__.__context__)))
    t = asyncio.create_task(work(log, True)); await asyncio.sleep(0.04); t.cancel("during rollback")
    try: await t
    except asyncio.CancelledError as e: log.append((repr(e), repr(e.__context__)))
    try:
        async with asyncio.timeout(0.04): await work(log, True)
    except TimeoutError as e: log.append((repr(e), repr(e.__context__), repr(e.__cause__), repr(e.__cause__.__context__)))
    print(*log, sep="\n")
    await asyncio.wait_for(work(log, True), 0.04)
asyncio.run(main())
