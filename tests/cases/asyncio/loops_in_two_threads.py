"""Each thread has its own running loop; futures of one are no business of the other."""
import asyncio
import threading


async def inner(name, log):
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0.01)
    log.append((name, loop is asyncio.get_running_loop(), asyncio.current_task().get_coro().__name__))
    return loop


def run(name, log, loops):
    loops.append(asyncio.run(inner(name, log)))


log, loops = [], []
threads = [threading.Thread(target=run, args=(n, log, loops)) for n in ("a", "b")]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(log), loops[0] is loops[1], [x.is_closed() for x in loops])


async def main():
    f = asyncio.new_event_loop()
    try:
        await f.create_future()
    except RuntimeError as e:
        print(str(e).split("<")[0], "…", str(e).endswith("attached to a different loop"))
    f.close()


asyncio.run(main())
