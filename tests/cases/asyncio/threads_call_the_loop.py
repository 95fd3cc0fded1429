"""call_soon_threadsafe and run_coroutine_threadsafe from another thread."""
import asyncio
import threading


async def answer(x):
    await asyncio.sleep(0.001)
    if x < 0:
        raise ValueError("negative")
    return x * 2


def other(loop, log, done):
    log.append(asyncio.run_coroutine_threadsafe(answer(21), loop).result())
    try:
        asyncio.run_coroutine_threadsafe(answer(-1), loop).result()
    except ValueError as e:
        log.append(repr(e))
    f = asyncio.run_coroutine_threadsafe(asyncio.sleep(100), loop)
    log.append(f.cancel())
    try:
        asyncio.get_running_loop()
    except RuntimeError as e:
        log.append(str(e))
    loop.call_soon_threadsafe(done.set)


async def main():
    log, done = [], asyncio.Event()
    t = threading.Thread(target=other, args=(asyncio.get_running_loop(), log, done))
    t.start()
    await done.wait()
    t.join()
    await asyncio.sleep(0)
    print(log)


asyncio.run(main())
