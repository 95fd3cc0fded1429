import asyncio, itertools
from dataclasses import dataclass, field
from typing import Any

@dataclass(order=True)
class Job:
    priority: int
    seq: int = field(compare=True)
    name: str = field(compare=False)
    fut: Any = field(compare=False, default=None, repr=False)

class Scheduler:
    def __init__(self, workers):
        self.q = asyncio.PriorityQueue()
        self.count = itertools.count()
        self.workers = workers
    async def __aenter__(self):
        self.tasks = [asyncio.create_task(self.work(i), name=f"w{i}") for i in range(self.workers)]
        return self
    async def __aexit__(self, *a):
        await self.q.join()
        self.q.shutdown()
        await asyncio.gather(*self.tasks)
    def submit(self, priority, name):
        fut = asyncio.get_running_loop().create_future()
        self.q.put_nowait(Job(priority, next(self.count), name, fut))
        return fut
    async def work(self, i):
        while True:
            try:
                job = await self.q.get()
            except asyncio.QueueShutDown:
                print(f"w{i} stops")
                return
            print(f"w{i} runs {job}")
            await asyncio.sleep(0)
            job.fut.set_result(job.name.upper())
            self.q.task_done()

async def main():
    async with Scheduler(2) as s:
        futs = [s.submit(p, n) for p, n in [(5, "low"), (1, "high"), (3, "mid"), (1, "high2")]]
        print(await asyncio.gather(*futs))

asyncio.run(main())
