"""Random asyncio programs: what a seed gives is the same everywhere, so two engines can be compared line by line."""

import asyncio
import contextvars
import random
import re

VARIABLE = contextvars.ContextVar("variable", default="unset")


class Counted(asyncio.Task):
    """Tasks whose hashes are numbers in order, so that a set of them has one order everywhere."""

    def __init__(self, *args, number, **kwargs):
        self.number = number
        super().__init__(*args, **kwargs)

    def __hash__(self):
        return self.number


class Bare:
    """Awaitable that lets the others run, some times."""

    def __init__(self, times):
        self.times = times

    def __await__(self):
        for _ in range(self.times):
            yield
        return self.times


class Entered:
    """A context manager that waits on its way in and out, and may swallow what comes through."""

    def __init__(self, machine, n, swallow):
        self.machine, self.n, self.swallow = machine, n, swallow

    async def __aenter__(self):
        await self.machine.nap()
        return self

    async def __aexit__(self, kind, error, traceback):
        self.machine.log(self.n, "exit", kind and kind.__name__)
        await self.machine.nap()
        return self.swallow


class Machine:
    """Tasks that take random steps on shared futures, queues, locks, events and each other; every step is logged."""

    def __init__(self, seed, delays):
        self.random = random.Random(seed)
        self.delays = delays
        self.tasks = []
        self.lines = []
        self.futures = []
        self.handles = []
        self.generators = []
        self.steps = 0

    def log(self, *words):
        self.lines.append(" ".join(map(str, words)))

    async def nap(self):
        await asyncio.sleep(self.random.choice(self.delays))

    def spawn(self, depth, make=None, **extra):
        n = len(self.tasks)
        self.tasks.append(None)
        if self.random.random() < 0.1:
            extra["eager_start"] = True
        if self.random.random() < 0.1:
            extra["context"] = contextvars.copy_context()
        task = (make or asyncio.create_task)(self.run(n, depth), name=f"t{n}", **extra)
        task.add_done_callback(lambda t: self.log("done", t.get_name(), outcome(t)))
        self.tasks[n] = task
        return task

    def factory(self, loop, coro, **kwargs):
        self.made += 1
        return Counted(coro, loop=loop, number=self.made, **kwargs)

    def some(self):
        """Any task but this."""
        tasks = [t for t in self.tasks if t is not None and t is not asyncio.current_task()]
        return self.random.choice(tasks) if tasks else None

    def others(self):
        """All tasks but this that are not done, the oldest first."""
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        return sorted(tasks, key=lambda t: (len(t.get_name()), t.get_name()))

    def report(self, loop, context):
        error = context.get("exception")
        subject = context.get("task") or context.get("future")
        name = subject.get_name() if isinstance(subject, asyncio.Task) else type(subject).__name__
        self.log("reported", plain(context["message"]), type(error).__name__, plain(error), name)

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
                self.log(n, name, "cancelled", e.args, chain(e))
                if self.random.random() < 0.7:
                    raise
            except EXPECTED as e:
                self.log(n, name, type(e).__name__, plain(e), chain(e))
        if self.random.random() < 0.15:
            raise ValueError(n)
        return n

    async def sleep(self, n, depth):
        await self.nap()

    async def cancel(self, n, depth):
        t = self.random.choice([t for t in self.tasks if t is not None] or [asyncio.current_task()])
        return t.get_name(), t.cancel(f"by {n}") if self.random.random() < 0.8 else t.cancel()

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
        # a group cancels its tasks in the order of a set
        most = 3 if self.counted else 1
        async with asyncio.TaskGroup() as g:
            for _ in range(self.random.randint(1, most)):
                self.spawn(depth + 1, g.create_task)
            await self.nap()
            if self.random.random() < 0.2:
                raise KeyError(n)
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
        others = [t for t in self.random.sample(self.tasks, min(3, len(self.tasks))) if t and t is not asyncio.current_task()]
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

    async def bare(self, n, depth):
        return await Bare(self.random.randint(0, 3))

    async def raises(self, n, depth):
        await self.nap()
        raise self.random.choice(EXPECTED[:4])(n)

    async def inside(self, n, depth):
        """Another step inside of something."""
        name = self.random.choice(OPERATIONS)
        if depth > 2 or name == "inside":
            return "deep"
        step = getattr(self, name)(n, depth + 1)
        how = self.random.randint(0, 6)
        self.log(n, "inside", how, name)
        delay = self.random.choice(self.delays)
        if how == 0:
            return await asyncio.wait_for(step, delay or None)
        if how == 1:
            return await asyncio.shield(step)
        if how == 2:
            async with asyncio.timeout(delay or None) as limit:
                got = await step
                limit.reschedule(asyncio.get_running_loop().time() + delay)
                await self.nap()
                return limit.expired(), got
        if how == 3:
            async with Entered(self, n, self.random.random() < 0.3):
                return await step
        if how == 4:
            try:
                return await step
            finally:
                self.log(n, "finally")
                await self.nap()
                self.log(n, "left")
        if how == 5:
            results = await asyncio.gather(step, self.nap(), return_exceptions=self.random.random() < 0.5)
            return [plain(x) for x in results]
        return await step

    async def as_completed(self, n, depth):
        if depth > 2:
            return "deep"
        # what is done already comes in the order of a set
        most = 3 if self.counted else 1
        parts = [self.spawn(depth + 1) for _ in range(self.random.randint(1, most))]
        if self.random.random() < 0.5:
            async for t in asyncio.as_completed(parts, timeout=self.random.choice(self.delays) or None):
                self.log(n, "completed", t.get_name(), outcome(t))
        else:
            for c in asyncio.as_completed(parts, timeout=self.random.choice(self.delays) or None):
                self.log(n, "completed", await c)
        return "all"

    async def soon(self, n, depth):
        loop = asyncio.get_running_loop()
        for i in range(self.random.randint(1, 3)):
            loop.call_soon(self.callback, n, i)

    async def later(self, n, depth):
        loop = asyncio.get_running_loop()
        delay = self.random.choice(self.delays)
        if self.random.random() < 0.5:
            self.handles.append(loop.call_later(delay, self.callback, n, delay))
        else:
            self.handles.append(loop.call_at(loop.time() + delay, self.callback, n, delay))

    def callback(self, n, what):
        self.log("callback of", n, what, VARIABLE.get())
        if self.random.random() < 0.2:
            raise ValueError(f"in callback of {n}")

    async def drop(self, n, depth):
        if not self.handles:
            return "none"
        handle = self.random.choice(self.handles)
        was = handle.cancelled()
        handle.cancel()
        return was, plain(repr(handle)).split(" when=")[0]

    async def make_future(self, n, depth):
        f = asyncio.get_running_loop().create_future()
        self.futures.append(f)
        for i in range(self.random.randint(0, 2)):
            f.add_done_callback(lambda f, i=i: self.log("callback", i, outcome(f), VARIABLE.get()))

    async def wait_future(self, n, depth):
        if not self.futures:
            return "none"
        f = self.random.choice(self.futures)
        how = self.random.randint(0, 2)
        if how == 0:
            return await f
        if how == 1:
            return await asyncio.shield(f)
        return await asyncio.wait_for(f, self.random.choice(self.delays))

    async def end_future(self, n, depth):
        if not self.futures:
            return "none"
        f = self.random.choice(self.futures)
        how = self.random.randint(0, 4)
        if how == 0:
            return f.cancel(f"future by {n}")
        if how == 1:
            f.set_exception(KeyError(n))
        elif how == 2:
            f.set_exception(asyncio.CancelledError("set"))
        elif how == 3:
            asyncio.get_running_loop().call_later(self.random.choice(self.delays), f.set_result, n)
        else:
            f.set_result(n)
        return plain(repr(f))

    async def forget_future(self, n, depth):
        if self.futures:
            self.futures.pop(self.random.randrange(len(self.futures)))

    async def chained(self, n, depth):
        """Awaits a task that another has to bring to its end."""
        t = self.some()
        if t is None or depth > 3:
            return "none"
        async with asyncio.timeout(max(self.delays) or None):
            # a ring of tasks that cancel each other would have no end
            if t in self.tasks[n:]:
                return outcome(await asyncio.gather(t, return_exceptions=True) and t)
            return await asyncio.shield(t)

    async def variable(self, n, depth):
        if self.random.random() < 0.5:
            VARIABLE.set(n)
        return VARIABLE.get()

    async def shared_context(self, n, depth):
        if depth > 2:
            return "deep"
        context = contextvars.copy_context()
        await asyncio.wait([self.spawn(depth + 1, context=context), self.spawn(depth + 1, context=context)])
        return context[VARIABLE] if VARIABLE in context else "unset"

    async def stream(self, n):
        try:
            for i in range(self.random.randint(1, 4)):
                self.log(n, "yields", i)
                yield i
                await self.nap()
        except ValueError as e:
            self.log(n, "thrown", e)
            yield "caught"
        finally:
            self.log(n, "stream ends")
            if self.random.random() < 0.3:
                await self.nap()
            self.log(n, "stream ended")

    async def iterate(self, n, depth):
        found = []
        stop = self.random.randint(0, 5)
        async for item in self.stream(n):
            found.append(item)
            if item == stop:
                break
        return found

    async def by_hand(self, n, depth):
        if not self.generators or self.random.random() < 0.5:
            self.generators.append(self.stream(n))
        g = self.random.choice(self.generators)
        how = self.random.randint(0, 4)
        if how == 0:
            return await g.aclose()
        if how == 1:
            return await g.athrow(ValueError(n))
        if how == 2:
            self.generators.remove(g)
            return "forgotten"
        return await anext(g, "over")

    async def priority(self, n, depth):
        if self.random.random() < 0.6:
            await self.urgent.put((self.random.randint(0, 3), n))
            return self.urgent.qsize()
        return await asyncio.wait_for(self.urgent.get(), self.random.choice(self.delays))

    async def join(self, n, depth):
        if self.random.random() < 0.7:
            self.urgent.task_done()
            return self.urgent.empty()
        async with asyncio.timeout(self.random.choice(self.delays)):
            await self.urgent.join()
        return "joined"

    async def shut(self, n, depth):
        """A queue of its own that is shut down while tasks wait."""
        if depth > 2:
            return "deep"
        queue = asyncio.Queue(1)

        async def put():
            for i in range(3):
                await queue.put(i)
                self.log(n, "put", i)

        async def get():
            while True:
                self.log(n, "got", await queue.get())
                queue.task_done()

        parts = [asyncio.create_task(f()) for f in self.random.choices([put, get], k=3)]
        await self.nap()
        queue.shutdown(self.random.random() < 0.5)
        results = await asyncio.gather(*parts, queue.join(), return_exceptions=True)
        return [plain(x) for x in results]

    async def barrier(self, n, depth):
        if self.random.random() < 0.15:
            await self.gate.reset()
            return "reset"
        async with asyncio.timeout(max(self.delays) if self.random.random() < 0.5 else self.random.choice(self.delays)):
            return await self.gate.wait(), self.gate.n_waiting

    async def condition_for(self, n, depth):
        async with self.condition:
            return await asyncio.wait_for(self.condition.wait_for(self.flag.is_set), self.random.choice(self.delays))

    async def bounded(self, n, depth):
        if self.random.random() < 0.3:
            self.bound.release()
            return "released"
        async with asyncio.timeout(self.random.choice(self.delays)):
            return await self.bound.acquire(), self.bound.locked()

    async def try_lock(self, n, depth):
        if self.lock.locked():
            return "locked"
        try:
            return await asyncio.wait_for(self.lock.acquire(), self.random.choice(self.delays))
        finally:
            if self.lock.locked():
                self.lock.release()

    async def describe(self, n, depth):
        t = self.some()
        if t is None:
            return "nobody"
        where = [(f.f_code.co_name, own_line(f)) for f in t.get_stack()]
        return plain(repr(t)), t.cancelling(), where

    async def everybody(self, n, depth):
        return sorted(t.get_name() for t in asyncio.all_tasks() if t in self.tasks)

    async def graph(self, n, depth):
        t = self.some()
        try:
            return tree(asyncio.capture_call_graph(t)) if t else "nobody"
        except RecursionError:
            return "a ring"

    async def wrong(self, n, depth):
        how = self.random.randint(0, 5)
        if how == 0:
            return await asyncio.current_task()
        if how == 1:
            asyncio.run(self.nap())
        if how == 2:
            return await asyncio.wait([])
        if how == 3:
            asyncio.current_task().set_result(n)
        if how == 4:
            return await Wrong()
        t = self.some()
        return t and plain(t.result())

    async def own_loop_future(self, n, depth):
        """A task that takes what it waits for with it."""
        async def waits():
            await asyncio.get_running_loop().create_future()

        t = asyncio.create_task(waits(), name=f"waits of {n}")
        await self.nap()
        if self.random.random() < 0.5:
            t.cancel("no use")
        del t

    async def main(self, counted=False, eager=False):
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self.report)
        self.counted = counted
        self.made = 0
        if counted:
            loop.set_task_factory(self.factory)
        elif eager:
            loop.set_task_factory(asyncio.eager_task_factory)
        self.queue = asyncio.Queue()
        self.urgent = asyncio.PriorityQueue(3)
        self.lock = asyncio.Lock()
        self.semaphore = asyncio.Semaphore(2)
        self.bound = asyncio.BoundedSemaphore(2)
        self.gate = asyncio.Barrier(2)
        self.flag = asyncio.Event()
        self.condition = asyncio.Condition()
        first = [self.spawn(0) for _ in range(4)]
        for _ in range(60):
            if all(t.done() for t in first):
                break
            await asyncio.sleep(max(self.delays))
        for _ in range(100):
            left = self.others()
            if not left:
                break
            for t in left:
                t.cancel("the end")
            await asyncio.wait(left, timeout=max(self.delays))
        self.log("left", [t.get_name() for t in self.others()])
        for t in self.tasks:
            if t.done() and not t.cancelled():
                t.exception()
        # the loop would close them in the order of a set
        for g in self.generators:
            await g.aclose()


class Wrong:
    def __await__(self):
        yield 5


EXPECTED = (
    ValueError,
    KeyError,
    TimeoutError,
    asyncio.QueueFull,
    RuntimeError,
    ExceptionGroup,
    StopAsyncIteration,
    asyncio.QueueEmpty,
    asyncio.QueueShutDown,
    asyncio.BrokenBarrierError,
    asyncio.InvalidStateError,
)
OTHERS = {"main", "run", "spawn", "log", "nap", "delays", "factory", "some", "others", "report", "callback", "stream"}
OPERATIONS = [name for name in sorted(set(vars(Machine)) - OTHERS) if not name.startswith("_")]


def outcome(f):
    if f.cancelled():
        return "cancelled"
    return plain(repr(f.exception() or f.result()))


def plain(what):
    """Its text, without addresses, folders and lines of the library."""
    text = re.sub(r"0x[0-9a-f]+", "0x", str(what))
    text = re.sub(r"[^ '\"]*_random_programs", "_random_programs", text)
    return re.sub(r"/[^ '\"]*/(asyncio/\w+\.py)('?, line |:)\d+", r"\1", text)


def chain(e):
    """What it came from."""
    names = []
    while (e := e.__cause__ or e.__context__) and len(names) < 5:
        names.append(type(e).__name__)
    return names


def tree(graph):
    """Who waits for a task, and where each of them stands; those that wait for the same have no order."""
    name = graph.future.get_name() if isinstance(graph.future, asyncio.Task) else type(graph.future).__name__
    places = [f"{c.frame.f_code.co_name}:{own_line(c.frame)}" for c in graph.call_stack]
    return name, *places, sorted(map(tree, graph.awaited_by), key=str)


def own_line(frame):
    return frame.f_lineno if frame.f_code.co_filename == __file__ else "-"
