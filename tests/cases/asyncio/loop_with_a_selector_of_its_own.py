"""A loop that was given a selector is woken by other threads all the same, in debug mode too, and while it serves."""
import asyncio
import selectors
import threading
import time


def work(n):
    time.sleep(0.01)
    return n * 2


async def main(name):
    loop = asyncio.get_running_loop()
    print(name, await asyncio.gather(*(loop.run_in_executor(None, work, n) for n in range(3))))
    done = loop.create_future()
    threading.Thread(target=lambda: loop.call_soon_threadsafe(done.set_result, "called")).start()
    print(name, await done)
    server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0)
    async with server:
        print(name, await asyncio.to_thread(work, 4), await loop.run_in_executor(None, work, 5))


for make in selectors.SelectSelector, selectors.PollSelector, selectors.DefaultSelector:
    for debug in False, True:
        with asyncio.Runner(debug=debug, loop_factory=lambda: asyncio.SelectorEventLoop(make())) as runner:
            runner.run(main("debug" if debug else "plain"))
asyncio.run(main("own"), debug=True)
