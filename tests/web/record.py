"""Records a coroscope trace of a program from CPython's own asyncio, under a virtual clock.

    python3.14 tests/web/record.py PROGRAM.py > PROGRAM.trace.jsonl

The traces made here are the reducer's fixtures and the recording shown on a first visit; they also say
in which order CPython hands over, which is what an engine's trace of the same program is compared with.
Only asyncio's pure-Python classes are used: their steps can be watched from the outside.
"""

import asyncio
import json
import sys
import types
from asyncio import base_events, events, futures, tasks

if sys.version_info[:2] != (3, 14):
    sys.exit("record.py reads the internals of CPython 3.14's asyncio")

REAL_STDOUT = sys.stdout
PROGRAM = sys.argv[1]
SOURCE = open(PROGRAM, encoding="utf-8").read()
CODE = compile(SOURCE, "main.py", "exec")

sequence = 0
now = 0.0
quiet = False
objects = {}
codes = {}
futs = {}
task_ids = {}
handles = {}
keep = []
counters = dict(o=0, u=0, k=0, h=0)


def emit(event_kind, /, **fields):
    global sequence
    if quiet:
        return
    event = {"i": sequence, "t": round(now * 1e6), "e": event_kind}
    event.update({key.rstrip("_"): value for key, value in fields.items()
                  if value is not None or key == "on"})
    REAL_STDOUT.write(json.dumps(event, ensure_ascii=False) + "\n")
    sequence += 1


def number(table, family, thing):
    keep.append(thing)  # ids must not be reused while we key by identity
    counters[family] += 1
    table[id(thing)] = counters[family]
    return counters[family]


def short(value):
    text = repr(value)
    return text if len(text) <= 80 else text[:79] + "…"


def is_lib(code):
    return code.co_filename != "main.py"


def code_id(code):
    if code not in codes:
        codes[code] = len(codes) + 1
        flags = code.co_flags
        kind = "coro" if flags & 0x80 else "agen" if flags & 0x200 else "gen" if flags & 0x20 else "fn"
        emit("code", c=codes[code], qual=code.co_qualname, kind=kind, line=code.co_firstlineno, lib=is_lib(code))
    return codes[code]


def object_id(code, key, line=None):
    """The number of a coroutine-like object, keyed by its frame (or by itself)."""
    if id(key) not in objects:
        c = code_id(code)
        o = number(objects, "o", key)
        emit("coro.new", o=o, c=c, line=line or code.co_firstlineno)
    return objects[id(key)]


def user_line():
    frame = sys._getframe(1)
    while frame and frame.f_code.co_filename != "main.py":
        frame = frame.f_back
    return frame.f_lineno if frame else None


def task_of(callback):
    owner = getattr(callback, "__self__", None)
    if owner is None:
        owner = getattr(callback, "__wrapped__", None)
    return task_ids.get(id(owner))


# -- futures -------------------------------------------------------------------------------------------

LABELS = {
    "Lock.acquire": ("lock", "Lock"),
    "Event.wait": ("event", "Event"),
    "Semaphore.acquire": ("lock", "Semaphore"),
    "Condition.wait": ("lock", "Condition"),
    "Queue.get": ("queue", "Queue.get"),
    "Queue.put": ("queue", "Queue.put"),
    "TaskGroup.__aexit__": ("plain", "TaskGroup"),
}


def future_id(future):
    if id(future) in futs:
        return futs[id(future)]
    kind, label = "plain", "Future"
    frame = sys._getframe(1)
    if isinstance(future, tasks._GatheringFuture):
        kind, label = "gather", f"gather of {len(future._children)}"
    while frame and kind == "plain":
        name = frame.f_code.co_qualname
        if name == "sleep" and is_lib(frame.f_code):
            kind, label = "sleep", f"sleep {frame.f_locals['delay']}"
        elif name in LABELS and is_lib(frame.f_code):
            kind, label = LABELS[name]
        frame = frame.f_back
    u = number(futs, "u", future)
    emit("fut.new", u=u, kind=kind, label=label)
    return u


def wakes(future):
    found = []
    for callback, _context in future._callbacks or ():
        k = task_of(callback)
        if k is not None:
            found.append(k)
    return found


class Future(futures._PyFuture):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        future_id(self)

    def _Future__schedule_callbacks(self):
        how = "cancel" if self.cancelled() else "raise" if self._exception else "return"
        emit("fut.done", u=future_id(self), how=how, by=current(), wakes=wakes(self))
        super()._Future__schedule_callbacks()


running = []
chains = {}  # task number -> the frames of its await chain, outermost first


def current():
    return running[-1] if running else None


class Task(tasks._PyTask):
    def __init__(self, coro, **kwargs):
        self.turns = 0
        k = number(task_ids, "k", self)
        native = isinstance(coro, types.CoroutineType)  # an athrow() of an async generator is not
        o = object_id(coro.cr_code, coro.cr_frame) if native else number(objects, "o", coro)
        line = user_line()
        name = kwargs.get("name")
        if name is None:
            name = kwargs["name"] = f"Task-{k}"
        chains[k] = [coro.cr_frame] if native else []
        emit("task.new", k=k, o=o, name=name, parent=current(), line=line)
        super().__init__(coro, **kwargs)

    @property
    def k(self):
        return task_ids[id(self)]

    def chain(self):
        return [{"o": object_id(frame.f_code, frame), "line": frame.f_lineno} for frame in chains[self.k]]

    def _Task__step_run_and_handle_result(self, exc):
        self.turns += 1
        cancelling = isinstance(exc, asyncio.CancelledError)
        how = "cancel" if cancelling else "throw" if exc else "start" if self.turns == 1 else "send"
        waited = getattr(self, "waited", None)
        value = None
        if not exc and waited is not None and waited.done() and not waited.cancelled() and not waited.exception():
            value = short(waited.result())
        emit("task.resume", k=self.k, n=self.turns, how=how, val=value if not exc else None,
             exc=short(exc) if exc else None)
        running.append(self.k)
        try:
            super()._Task__step_run_and_handle_result(exc)
        finally:
            running.pop()
        if not self.done():
            waiter = self.waited = self._fut_waiter
            on = None
            if waiter is not None:
                on = {"kind": "task", "id": waiter.k} if isinstance(waiter, Task) else {
                    "kind": "future", "id": future_id(waiter)}
            emit("task.suspend", k=self.k, n=self.turns, on=on, why="yield" if waiter is None else "future",
                 chain=self.chain())

    def cancel(self, msg=None):
        emit("task.cancel", k=self.k, by=current(), msg=msg)
        return super().cancel(msg)

    def _Future__schedule_callbacks(self):
        global quiet
        how = "cancel" if self.cancelled() else "raise" if self._exception else "return"
        emit("task.done", k=self.k, how=how, turns=self.turns, val=short(self._result) if how == "return" else None,
             exc=short(self._exception) if how == "raise" else None)
        super()._Future__schedule_callbacks()


futures.Future = asyncio.Future = Future
tasks.Task = asyncio.Task = Task
# gather() keeps the class it was defined with; its own futures are named when they are awaited.
tasks.current_task = asyncio.current_task = tasks._py_current_task
tasks._register_task, tasks._unregister_task = tasks._py_register_task, tasks._py_unregister_task
tasks._enter_task, tasks._leave_task = tasks._py_enter_task, tasks._py_leave_task
tasks._swap_current_task = tasks._py_swap_current_task
asyncio.all_tasks = tasks.all_tasks = tasks._py_all_tasks


# -- the loop ------------------------------------------------------------------------------------------


def handle_id(handle):
    return handles.get(id(handle)) or number(handles, "h", handle)


def announce(handle):
    k = task_of(handle._callback)
    what = "cb" if k is None else "wakeup" if "wakeup" in repr(handle._callback) else "step"
    label = None if k else getattr(handle._callback, "__qualname__", "callback").split(".")[-1]
    emit("handle.ready", h=handle_id(handle), what=what, k=k, by=current(), label=label)


class Loop(asyncio.SelectorEventLoop):
    ticks = 0
    fresh = False

    def time(self):
        return now

    def _call_soon(self, callback, args, context):
        handle = super()._call_soon(callback, args, context)
        announce(handle)
        return handle

    def call_at(self, when, callback, *args, context=None):
        timer = super().call_at(when, callback, *args, context=context)
        k, label = current(), None
        emit("timer.add", h=handle_id(timer), when=round(when * 1e6), k=k, label=label)
        return timer

    def _timer_handle_cancelled(self, handle):
        emit("timer.drop", h=handle_id(handle))
        super()._timer_handle_cancelled(handle)

    def run_forever(self):
        emit("main.exit", line=user_line())
        emit("loop.begin", L=1)
        try:
            super().run_forever()
        finally:
            emit("loop.end", L=1)
            emit("main.enter", line=user_line())

    def close(self):
        super().close()


def select(self, timeout, original):
    global now
    if quiet:  # closing: no event is recorded, and the program's clock stands still
        return original(timeout)
    found = original(0)
    if timeout and not found:
        until = now + timeout
        emit("loop.idle", until=round(until * 1e6), timers=len(loop._scheduled))
        before, now = now, until
        emit("clock.jump", from_=round(before * 1e6), to=round(now * 1e6))
        emit("loop.wake", cause="timer")
    loop.fresh = True
    return found


def run_handle(self, original=events.Handle._run):
    if loop.fresh:
        loop.fresh = False
        loop.ticks += 1
        batch = [self, *loop._ready]
        for handle in batch:
            if isinstance(handle, events.TimerHandle):
                emit("timer.fire", h=handle_id(handle))
                announce(handle)
        emit("loop.tick", n=loop.ticks, ready=len(batch))
    emit("handle.run", h=handle_id(self))
    original(self)


events.Handle._run = run_handle
loop = None


def new_event_loop():
    global loop
    loop = Loop()
    original = loop._selector.select
    loop._selector.select = lambda timeout=None: select(loop._selector, timeout, original)
    return loop


events.new_event_loop = asyncio.new_event_loop = new_event_loop


def hushed(name):
    """asyncio.run's own clean-up tasks are the loop closing, not the program."""
    original = getattr(base_events.BaseEventLoop, name)

    async def clean_up(self, *args):
        return await original(self, *args)

    def run(self, *args):
        global quiet
        quiet = True
        return clean_up(self, *args)

    setattr(base_events.BaseEventLoop, name, run)


original_close = base_events.BaseEventLoop.close


def close(self):
    global quiet
    original_close(self)
    quiet = False


base_events.BaseEventLoop.close = close
hushed("shutdown_asyncgens")

# -- coroutines ----------------------------------------------------------------------------------------

ASYNC = 0x80 | 0x200
monitoring = sys.monitoring


def grow(back, frame):
    cut(back).append(frame)


def cut(frame):
    """The running task's chain, up to and including `frame`."""
    chain = chains[current()]
    if frame in chain:
        del chain[chain.index(frame) + 1 :]
    return chain


monitoring.use_tool_id(3, "coroscope")


def caller():
    frame = sys._getframe(2)
    return frame, frame.f_back


def on_start(code, offset):
    if not code.co_flags & ASYNC or not running:
        return
    frame, back = caller()
    if back is None or not back.f_code.co_flags & ASYNC:
        return
    o = object_id(code, frame)
    kind = "agen" if code.co_flags & 0x200 else "coro"
    grow(back, frame)
    emit("await.enter", k=current(), from_=object_id(back.f_code, back), to={"kind": kind, "id": o}, line=back.f_lineno)


def on_resume(code, offset):
    if code.co_flags & 0x200 and running:
        frame, back = caller()
        if id(frame) in yielded and back is not None and back.f_code.co_flags & ASYNC:
            yielded.discard(id(frame))
            on = object_id(code, frame)
            grow(back, frame)
            emit("agen.next", o=on, k=current())
            emit("await.enter", k=current(), from_=object_id(back.f_code, back), to={"kind": "agen", "id": on},
                 line=back.f_lineno)


yielded = set()


def on_yield(code, offset, value):
    if code.co_flags & 0x200 and type(value).__name__ == "async_generator_wrapped_value" and running:
        frame, back = caller()
        yielded.add(id(frame))
        emit("agen.yield", o=object_id(code, frame), k=current(), line=frame.f_lineno)
        if back is not None and back.f_code.co_flags & ASYNC:
            cut(back)
            emit("await.exit", k=current(), from_=object_id(back.f_code, back), how="val", waited=True)


def on_return(code, offset, value):
    if not code.co_flags & ASYNC or not running:
        return
    frame, back = caller()
    emit("coro.end", o=object_id(code, frame), how="return")
    if back is not None and back.f_code.co_flags & ASYNC:
        cut(back)
        emit("await.exit", k=current(), from_=object_id(back.f_code, back), how="val", waited=True)


def on_unwind(code, offset, exception):
    if not code.co_flags & ASYNC or not running:
        return
    frame, back = caller()
    emit("coro.end", o=object_id(code, frame), how="raise")
    if back is not None and back.f_code.co_flags & ASYNC:
        cut(back)
        emit("await.exit", k=current(), from_=object_id(back.f_code, back), how="exc", waited=True)


EVENTS = monitoring.events
for event, hook in ((EVENTS.PY_START, on_start), (EVENTS.PY_RESUME, on_resume), (EVENTS.PY_YIELD, on_yield),
                    (EVENTS.PY_RETURN, on_return), (EVENTS.PY_UNWIND, on_unwind)):
    monitoring.register_callback(3, event, hook)


# -- output --------------------------------------------------------------------------------------------


class Stream:
    def __init__(self, s):
        self.s, self.pending = s, ""

    def write(self, text):
        self.pending += text
        while "\n" in self.pending:
            line, self.pending = self.pending.split("\n", 1)
            emit("out", s=self.s, k=current(), line=user_line(), text=line + "\n")
        return len(text)

    def flush(self):
        if self.pending:
            emit("out", s=self.s, k=current(), line=user_line(), text=self.pending)
            self.pending = ""


emit("trace.begin", v=1, engine="cpython 3.14", lang="python", seed=1, clock="virtual", detail=1,
     src=[{"f": 1, "name": "main.py"}], argv=["main.py"])
sys.stdout, sys.stderr = Stream(1), Stream(2)
emit("main.enter", line=1)
monitoring.set_events(3, EVENTS.PY_START | EVENTS.PY_RESUME | EVENTS.PY_YIELD | EVENTS.PY_RETURN | EVENTS.PY_UNWIND)
how = "done"
try:
    exec(CODE, {"__name__": "__main__"})
except BaseException as error:
    quiet = False
    how = "error"
    import traceback

    emit("exc", type=type(error).__name__, text=str(error), state="unhandled")
    traceback.print_exc()
monitoring.set_events(3, 0)
sys.stdout.flush()
sys.stderr.flush()
emit("main.exit")
emit("trace.end", how=how)
REAL_STDOUT.flush()
