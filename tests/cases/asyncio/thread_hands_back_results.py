"""to_thread and run_in_executor: results, exceptions, contexts, and the loop goes on meanwhile."""
import asyncio
import contextvars
import threading
import time

var = contextvars.ContextVar("var", default="none")


def work(x, fail=False):
    time.sleep(0.02)
    if fail:
        raise ValueError(x)
    return x, var.get(), threading.current_thread() is threading.main_thread()


async def main():
    loop = asyncio.get_running_loop()
    ticks = []

    async def tick():
        while True:
            ticks.append(1)
            await asyncio.sleep(0.005)

    t = asyncio.create_task(tick())
    var.set("of main")
    print(await asyncio.to_thread(work, 1))
    print(await loop.run_in_executor(None, work, 2))
    try:
        await asyncio.to_thread(work, 3, fail=True)
    except ValueError as e:
        print(repr(e))
    print(sorted(x for x, *_ in await asyncio.gather(*(asyncio.to_thread(work, n) for n in range(5)))))
    t.cancel()
    print(len(ticks) > 3)


asyncio.run(main())
