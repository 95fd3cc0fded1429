import asyncio, types


async def chain(n):
    if n == 0:
        await asyncio.sleep(0)
        return 0
    return 1 + await chain(n - 1)


print(asyncio.run(chain(400)))


@types.coroutine
def leaf():
    return (yield "leaf")


async def by_hand(n):
    return await (by_hand(n - 1) if n else leaf())


c = by_hand(400)
print(c.send(None))
try:
    c.send("result")
except StopIteration as e:
    print(e.value)
c = by_hand(400)
c.send(None)
c.close()
print("closed")


async def tasks(n):
    if n == 0:
        return 0
    return 1 + await asyncio.create_task(tasks(n - 1))


print(asyncio.run(tasks(2000)))
