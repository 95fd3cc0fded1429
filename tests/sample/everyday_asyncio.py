"""Everyday use of asyncio: not a test, but a sample by which the core of the engine is told from the rest."""

import asyncio
import contextlib
import random
import time


async def work(name, delay):
    print(name, "starts")
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print(name, "is cancelled")
        raise
    finally:
        print(name, "ends")
    return name.upper()


async def fails():
    await asyncio.sleep(0.01)
    raise ValueError("failed")


async def ticks(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i


class Connection:
    async def __aenter__(self):
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *exc_info):
        await asyncio.sleep(0)

    def __aiter__(self):
        self.left = 2
        return self

    async def __anext__(self):
        if not self.left:
            raise StopAsyncIteration
        self.left -= 1
        return self.left


class Ready:
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return "ready"


@contextlib.asynccontextmanager
async def session():
    yield "session"


async def producer(queue):
    for i in range(3):
        await queue.put(i)
        await asyncio.sleep(random.random() / 100)
    await queue.put(None)


async def consumer(queue):
    while (item := await queue.get()) is not None:
        print("got", item)
        queue.task_done()


async def limited(semaphore, lock, event, n):
    async with semaphore:
        async with lock:
            print("limited", n)
        await event.wait()


async def groups():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work(f"g{i}", i / 100), name=f"group {i}") for i in range(3)]
    print([t.result() for t in tasks])
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
            group.create_task(work("slow", 1))
    except* ValueError as errors:
        print(errors.exceptions)


async def waits():
    print(await asyncio.gather(work("a", 0.02), work("b", 0.01)))
    print(await asyncio.gather(fails(), work("c", 0), return_exceptions=True))
    task = asyncio.create_task(work("t", 10), name="long")
    await asyncio.sleep(0.01)
    print(task, task.done(), task.get_name(), task.cancel())
    with contextlib.suppress(asyncio.CancelledError):
        await task
    print(task.cancelled())
    for limit in (0.01, 1):
        try:
            print(await asyncio.wait_for(work("w", 0.1), timeout=limit))
        except TimeoutError:
            print("timed out")
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except TimeoutError as e:
        print(repr(e))
    done, pending = await asyncio.wait(
        [asyncio.create_task(work("x", 0.01)), asyncio.create_task(work("y", 1))], return_when=asyncio.FIRST_COMPLETED
    )
    print(len(done), len(pending))
    for p in pending:
        p.cancel()
    for future in asyncio.as_completed([work("p", 0.02), work("q", 0.01)]):
        print(await future)
    print(await asyncio.shield(work("s", 0)), await Ready(), await asyncio.to_thread(time.sleep, 0.01))


async def primitives():
    queue = asyncio.Queue(maxsize=2)
    await asyncio.gather(producer(queue), consumer(queue))
    semaphore, lock, event = asyncio.Semaphore(2), asyncio.Lock(), asyncio.Event()
    workers = [asyncio.create_task(limited(semaphore, lock, event, n)) for n in range(3)]
    await asyncio.sleep(0.01)
    event.set()
    await asyncio.gather(*workers)
    async with Connection() as connection, session() as name:
        print(name, [i async for i in connection], [i async for i in ticks(3)])
    async for i in ticks(2):
        print("tick", i)
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_soon(print, "soon")
    loop.call_later(0.01, future.set_result, "value")
    print(await future, loop.time() > 0, asyncio.current_task().get_name(), len(asyncio.all_tasks()))


async def main():
    await waits()
    await primitives()
    await groups()
    forgotten = work("never", 0)
    del forgotten
    failing = asyncio.create_task(fails())
    failing.add_done_callback(lambda task: print("callback", task.exception()))
    await failing


if __name__ == "__main__":
    start = time.perf_counter()
    try:
        asyncio.run(main())
    except ValueError:
        import traceback

        traceback.print_exc()
    print(f"{time.perf_counter() - start:.1f} s")
    asyncio.run(fails())
