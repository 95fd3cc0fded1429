"""A barrier lets its parties go together; one that is cancelled breaks nothing unless all wait."""
import asyncio


async def party(n, barrier, log):
    await asyncio.sleep(n / 100)
    log.append(f"{n} waits")
    position = await barrier.wait()
    log.append(f"{n} was {position}")


async def main():
    barrier, log = asyncio.Barrier(3), []
    await asyncio.gather(*(party(n, barrier, log) for n in range(3)))
    print(log, barrier.parties, barrier.n_waiting, barrier.broken)
    t = asyncio.create_task(barrier.wait())
    await asyncio.sleep(0)
    print(barrier.n_waiting)
    t.cancel()
    await asyncio.wait([t])
    print(barrier.n_waiting, barrier.broken)
    async with asyncio.timeout(1):
        async with asyncio.TaskGroup() as g:
            for n in range(3):
                g.create_task(party(n, barrier, log))
    print(log[6:])


asyncio.run(main())
