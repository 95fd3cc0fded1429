"""call_soon, done callbacks and task steps in one queue: the order of one tick after the other."""
import asyncio

log = []


async def task(name):
    for n in range(3):
        log.append(f"{name}{n}")
        asyncio.get_running_loop().call_soon(log.append, f"soon of {name}{n}")
        await asyncio.sleep(0)
    return name


async def main():
    loop = asyncio.get_running_loop()
    a, b = asyncio.create_task(task("a")), asyncio.create_task(task("b"))
    a.add_done_callback(lambda t: log.append("a done"))
    loop.call_soon(lambda: loop.call_soon(log.append, "nested"))
    f = loop.create_future()
    f.add_done_callback(lambda f: log.append("future done"))
    loop.call_soon(f.set_result, None)
    await f
    log.append("main goes on")
    await a
    log.append("main after a")
    await b


asyncio.run(main())
print("\n".join(log))
