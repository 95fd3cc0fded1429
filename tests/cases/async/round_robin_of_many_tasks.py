import asyncio

log = []


async def work(name, n):
    for i in range(n):
        log.append(f"{name}{i}")
        await asyncio.sleep(0)
    return name


async def main():
    r = await asyncio.gather(*(work(c, i + 1) for i, c in enumerate("abcde")))
    print(r)
    print(" ".join(log))


asyncio.run(main())
log.clear()


async def spawn(n):
    log.append(f"in{n}")
    if n:
        asyncio.create_task(spawn(n - 1))
    await asyncio.sleep(0)
    log.append(f"out{n}")


async def main2():
    for i in range(3):
        asyncio.create_task(spawn(i))
    for _ in range(8):
        await asyncio.sleep(0)


asyncio.run(main2())
print(" ".join(log))
