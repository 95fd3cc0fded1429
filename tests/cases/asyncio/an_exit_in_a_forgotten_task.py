"""A task that nobody knows lives as long as the traceback of what ended the loop."""
import asyncio


class Told:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


async def worker(exc, told):
    await asyncio.sleep(0)
    raise exc


async def main(exc):
    asyncio.create_task(worker(exc, Told(type(exc).__name__)), name="forgotten")
    await asyncio.sleep(1)


for exc in SystemExit(3), KeyboardInterrupt():
    try:
        asyncio.run(main(exc))
    except BaseException as e:
        print("caught", repr(e), e is exc)
        exc = None
        print("leaving the handler")
    print("after it")
print("once more, with nobody to catch it")
asyncio.run(main(SystemExit(4)))
