import asyncio, traceback, sys
class AppError(Exception):
    def __init__(self, code, msg): super().__init__(code, msg); self.code = code
    def __str__(self): return f"[{self.code}] {self.args[1]}"
async def fetch(url, delay=0):
    await asyncio.sleep(delay)
    if "bad" in url: raise AppError(404, f"{url} not found")
    if "boom" in url: raise ConnectionResetError(104, "reset")
    return f"<{url}>"
async def with_note(url):
    try: return await fetch(url)
    except Exception as e: e.add_note(f"while fetching {url!r}"); raise
async def crawl(urls):
    async with asyncio.TaskGroup() as tg: ts = [tg.create_task(with_note(u)) for u in urls]
    return [t.result() for t in ts]
async def wrapper():
    try: await crawl(["a", "bad1", "bad2", "boom"])
    except* AppError as eg:
        for e in eg.exceptions: print(e, e.__notes__, e.code)
        match, rest = eg.split(lambda e: getattr(e, "code", 0) == 404); print(match, rest)
        raise RuntimeError("crawl failed") from eg
async def main():
    try: await wrapper()
    except* RuntimeError as eg: print("re", eg.exceptions); traceback.print_exception(eg, file=sys.stdout)
    except* OSError as eg: print("os", [e.errno for e in eg.exceptions])
    try: await crawl(["bad"])
    except ExceptionGroup as eg:
        print(eg, repr(eg)); print("".join(traceback.format_exception(eg, limit=1)))
        te = traceback.TracebackException.from_exception(eg); print(te.exceptions[0].exc_type_str, [str(x) for x in te.exceptions], te.exceptions[0].__notes__)
        print("".join(traceback.TracebackException.from_exception(eg, max_group_width=1).format()))
    try:
        async with asyncio.TaskGroup():
            async with asyncio.TaskGroup() as t2: t2.create_task(fetch("bad")); await asyncio.sleep(1)
    except* AppError as e: print(repr(e), repr(e.exceptions[0]))
    ts = [asyncio.create_task(fetch(u), name=u) for u in ("x", "bad", "boom")]; await asyncio.wait(ts)
    for t in ts: print(t.get_name(), t.exception() if t.exception() else t.result(), t)
    raise ExceptionGroup("multi\nline", [AppError(1, "a"), ExceptionGroup("in", [ValueError("v")])]) from AppError(2, "cause")
asyncio.run(main())
