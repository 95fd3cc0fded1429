"""Eager tasks run inside create_task until they wait; then they are like others."""
import asyncio

log = []


async def child(name, turns):
    for n in range(turns):
        log.append(f"{name}{n}")
        await asyncio.sleep(0)
    log.append(f"{name} ends")
    return name


async def main(factory):
    log.clear()
    asyncio.get_running_loop().set_task_factory(factory)
    log.append("before")
    tasks = [asyncio.create_task(child("a", 0)), asyncio.create_task(child("b", 1)), asyncio.create_task(child("c", 2))]
    log.append([t.done() for t in tasks])
    print(await asyncio.gather(*tasks))
    print(log)


asyncio.run(main(None))
asyncio.run(main(asyncio.eager_task_factory))
