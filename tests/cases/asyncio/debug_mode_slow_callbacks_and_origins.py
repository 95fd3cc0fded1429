import asyncio
import logging
import time



class Show(logging.Handler):
    def emit(self, record):
        print(record.levelname, record.getMessage().split(" took ")[0])


logging.getLogger("asyncio").addHandler(Show())


def slow():
    time.sleep(0.2)


async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_debug(), loop.slow_callback_duration)
    loop.call_soon(slow)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for bad in (main, 5):
        try:
            loop.call_soon(bad)
        except TypeError as e:
            print(str(e)[:40])
    f = loop.create_future()
    print(f._source_traceback[-1].name, len(f._source_traceback) > 3)
    t = asyncio.create_task(asyncio.sleep(0))
    print(t._source_traceback[-1].name)
    await t


asyncio.run(main(), debug=True)
