import asyncio

class Timer:
    def __init__(self, timeout, callback):
        self._timeout, self._callback = timeout, callback
        self._task = asyncio.ensure_future(self._job())
    async def _job(self):
        await asyncio.sleep(self._timeout)
        await self._callback()
    def cancel(self): self._task.cancel()

class Periodic:
    def __init__(self, func, interval):
        self.func, self.interval, self.started, self._task = func, interval, False, None
    async def start(self):
        if not self.started:
            self.started = True
            self._task = asyncio.ensure_future(self._run())
    async def stop(self):
        if self.started:
            self.started = False
            self._task.cancel()
            import contextlib
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
    async def _run(self):
        while True:
            await asyncio.sleep(self.interval)
            self.func()

async def timeout_callback():
    await asyncio.sleep(0.001)
    print("echo!")

async def main():
    print("first example:")
    timer = Timer(0.02, timeout_callback)
    await asyncio.sleep(0.03)
    print("second example:")
    timer = Timer(0.02, timeout_callback)
    await asyncio.sleep(0.01)
    timer.cancel()
    await asyncio.sleep(0.02)
    ticks = []
    p = Periodic(lambda: ticks.append(len(ticks)), 0.01)
    await p.start()
    await asyncio.sleep(0.035)
    await p.stop()
    print(ticks)

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
try:
    loop.run_until_complete(main())
finally:
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
