import asyncio, contextlib

class CancelScope:
    def __init__(self): self._task = None; self.cancelled_caught = False; self._cancelled = False
    async def __aenter__(self):
        self._task = asyncio.current_task()
        return self
    def cancel(self):
        self._cancelled = True
        self._task.cancel(msg=f"scope {id(self) and ''}")
    async def __aexit__(self, et, ev, tb):
        if et is asyncio.CancelledError and self._cancelled and self._task.uncancel() == 0:
            self.cancelled_caught = True
            return True
        return False

@contextlib.asynccontextmanager
async def move_on_after(s):
    loop = asyncio.get_running_loop()
    async with CancelScope() as scope:
        h = loop.call_later(s, scope.cancel)
        try:
            yield scope
        finally:
            h.cancel()

async def main():
    async with move_on_after(0.01) as scope:
        await asyncio.sleep(10)
        print("never")
    print("moved on", scope.cancelled_caught)
    async with move_on_after(10) as scope:
        async with move_on_after(0.005) as inner:
            await asyncio.sleep(1)
        print("inner", inner.cancelled_caught)
    print("outer", scope.cancelled_caught)
    with contextlib.suppress(asyncio.CancelledError):
        async with move_on_after(5):
            raise asyncio.CancelledError("mine")
    async with contextlib.AsyncExitStack() as stack:
        s = await stack.enter_async_context(move_on_after(0.01))
        stack.push_async_callback(asyncio.sleep, 0)
        stack.callback(print, "callback")
        await asyncio.sleep(1)
    print(s.cancelled_caught)
    async with move_on_after(1):
        raise LookupError("propagates")

asyncio.run(main())
