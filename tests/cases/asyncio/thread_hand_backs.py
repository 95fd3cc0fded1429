import asyncio
import threading


def blocking(n):
    print("thread", threading.current_thread() is threading.main_thread())
    return n * 2


async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.to_thread(blocking, 4))
    print(await loop.run_in_executor(None, blocking, 5))
    f = loop.create_future()
    t = threading.Thread(target=lambda: loop.call_soon_threadsafe(f.set_result, "from a thread"))
    t.start()
    print(await f)
    t.join()

    async def coro():
        await asyncio.sleep(0)
        return "ran in the loop"

    def outside():
        return asyncio.run_coroutine_threadsafe(coro(), loop).result()

    print(await asyncio.to_thread(outside))


asyncio.run(main())
