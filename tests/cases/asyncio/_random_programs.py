"""Random asyncio programs: what a seed gives is the same everywhere, so two engines can be compared line by line."""

import asyncio
import random


class Machine:
    """Tasks that take random steps on shared futures, queues, locks, events and each other; every step is logged."""

    def __init__(self, seed, delays):
        self.random = random.Random(seed)
        self.delays = delays
        self.tasks = []
        self.lines = []
        self.steps = 0

    def log(self, *words):
        self.lines.append(" ".join(map(str, words)))

    async def nap(self):
        await asyncio.sleep(self.random.choice(self.delays))

    def spawn(self, depth):
        n = len(self.tasks)
        task = asyncio.create_task(self.run(n, depth), name=f"t{n}")
        task.add_done_callback(lambda t: self.log("done", t.get_name(), outcome(t)))
        self.tasks.append(task)
        return task

    async def run(self, n, depth):
        for _ in range(self.random.randint(1, 5)):
            self.steps += 1
            if self.steps > 400:
                return n
            name = self.random.choice(OPERATIONS)
            self.log(n, name)
            try:
                got = await getattr(self, name)(n, depth)
                self.log(n, name, "->", got)
            except asyncio.CancelledError as e:
                self.log(n, name, "cancelled", e.args)
                if self.random.random() < 0.7:
                    raise
            except (ValueError, TimeoutError, RuntimeError, ExceptionGroup, asyncio.QueueEmpty, asyncio.QueueFull) as e:
                self.log(n, name, type(e).__name__, str(e).split(" at ")[0].split("<")[0])
        if self.random.random() < 0.15:
            raise ValueError(n)
        return n

    async def sleep(self, n, depth):
        await self.nap()

    async def cancel(self, n, depth):
        t = self.random.choice(self.tasks)
        return t.get_name(), t.cancel(f"by {n}")

    async def uncancel(self, n, depth):
        return asyncio.current_task().cancelling(), asyncio.current_task().uncancel()

    async def child(self, n, depth):
        if depth > 3:
            return "deep"
        return await self.spawn(depth + 1)

    async def detached(self, n, depth):
        if depth > 3:
            return "deep"
        return self.spawn(depth + 1).get_name()

    async def gather(self, n, depth):
        if depth > 2:
            return "deep"
        parts = [self.spawn(depth + 1) for _ in range(self.random.randint(1, 3))]
        result = await asyncio.gather(*parts, return_exceptions=self.random.random() < 0.5)
        return [x if isinstance(x, int) else type(x).__name__ for x in result]

    async def group(self, n, depth):
        if depth > 2:
            return "deep"
        async with asyncio.TaskGroup() as g:
            # one only: a group cancels its tasks in the order of a set
            m = len(self.tasks)
            self.tasks.append(g.create_task(self.run(m, depth + 1), name=f"t{m}"))
            await self.nap()
        return "ok"

    async def shield(self, n, depth):
        if depth > 3:
            return "deep"
        return await asyncio.shield(self.spawn(depth + 1))

    async def limited(self, n, depth):
        async with asyncio.timeout(self.random.choice(self.delays)):
            await self.nap()
            await self.nap()
        return "in time"

    async def wait_for(self, n, depth):
        if depth > 3:
            return "deep"
        return await asyncio.wait_for(self.spawn(depth + 1), self.random.choice(self.delays))

    async def wait(self, n, depth):
        others = [t for t in self.random.sample(self.tasks, min(3, len(self.tasks))) if t is not asyncio.current_task()]
        if not others:
            return "nobody"
        when = self.random.choice([asyncio.FIRST_COMPLETED, asyncio.ALL_COMPLETED, asyncio.FIRST_EXCEPTION])
        done, pending = await asyncio.wait(others, return_when=when, timeout=self.random.choice(self.delays))
        return sorted(t.get_name() for t in done), sorted(t.get_name() for t in pending)

    async def put(self, n, depth):
        self.queue.put_nowait(n)
        return self.queue.qsize()

    async def get(self, n, depth):
        async with asyncio.timeout(self.random.choice(self.delays)):
            return await self.queue.get()

    async def locked(self, n, depth):
        async with self.lock:
            await self.nap()
        return "unlocked"

    async def limited_number(self, n, depth):
        async with self.semaphore:
            await self.nap()
        return "left"

    async def event(self, n, depth):
        if self.random.random() < 0.5:
            self.flag.set()
            return "set"
        self.flag.clear()
        async with asyncio.timeout(self.random.choice(self.delays)):
            await self.flag.wait()
        return "seen"

    async def notify(self, n, depth):
        async with self.condition:
            self.condition.notify(self.random.randint(1, 2))

    async def condition_wait(self, n, depth):
        async with self.condition:
            async with asyncio.timeout(self.random.choice(self.delays)):
                await self.condition.wait()
        return "notified"

    async def future(self, n, depth):
        f = asyncio.get_running_loop().create_future()
        how = self.random.choice(["result", "exception", "cancel", "later"])
        f.add_done_callback(lambda f: self.log(n, "callback", outcome(f)))
        if how == "result":
            f.set_result(n)
        elif how == "exception":
            f.set_exception(ValueError(f"of {n}"))
        elif how == "cancel":
            f.cancel("gone")
        else:
            asyncio.get_running_loop().call_soon(f.set_result, "later")
        return await f

    async def main(self):
        self.queue = asyncio.Queue()
        self.lock = asyncio.Lock()
        self.semaphore = asyncio.Semaphore(2)
        self.flag = asyncio.Event()
        self.condition = asyncio.Condition()
        first = [self.spawn(0) for _ in range(4)]
        await asyncio.wait(first)
        for _ in range(100):
            left = [t for t in self.tasks if not t.done()]
            if not left:
                break
            for t in left:
                t.cancel("the end")
            await asyncio.wait(left, timeout=max(self.delays))
        self.log("left", [t.get_name() for t in self.tasks if not t.done()])
        for t in self.tasks:
            if t.done() and not t.cancelled():
                t.exception()


OPERATIONS = sorted(set(vars(Machine)) - {"main", "run", "spawn", "log", "nap", "delays"} - set(vars(object)))
OPERATIONS = [name for name in OPERATIONS if not name.startswith("_")]


def outcome(f):
    if f.cancelled():
        return "cancelled"
    return repr(f.exception() or f.result())
