"""asyncio on this engine: what is native comes from `_asyncio`, the rest is thin."""

import _weakref
import sys
from builtins import TimeoutError
from _asyncio import (
    CancelledError, Future, Handle, InvalidStateError, Task, TimerHandle,
    _Loop, _all_tasks, _format_exception, _gather, _get_running_loop, _mute_trace, _set_unless_done,
    current_task, get_running_loop,
)

# Parts of asyncio that this engine does not have yet: asking for one says so.
_MISSING = frozenset((
    "Barrier", "BoundedSemaphore", "Condition", "Event", "LifoQueue", "Lock", "PriorityQueue", "Queue", "QueueEmpty", "QueueFull",
    "QueueShutDown", "Semaphore", "TaskGroup", "Timeout", "as_completed", "create_subprocess_exec", "create_subprocess_shell",
    "eager_task_factory", "open_connection", "run_coroutine_threadsafe", "shield", "start_server", "timeout", "timeout_at", "to_thread",
    "wait",
))


def __getattr__(name):
    if name in _MISSING:
        raise AttributeError(f"module 'asyncio' has no attribute {name!r}: this engine does not support it yet")
    raise AttributeError(f"module 'asyncio' has no attribute {name!r}")


# ---- what kind of thing is it

def iscoroutine(value):
    """True for coroutine objects, those of `types.coroutine` functions included."""
    kind = type(value).__name__
    return kind == "coroutine" or kind == "generator" and value.gi_code.co_flags & 0x100 != 0


def iscoroutinefunction(function):
    """True for functions made by `async def`."""
    code = getattr(function, "__code__", None)
    return code is not None and code.co_flags & 0x80 != 0


def isfuture(value):
    """True for Future, Task and what behaves like them."""
    return getattr(type(value), "_asyncio_future_blocking", None) is not None


async def _awaiting(awaitable):
    return await awaitable


def _as_coroutine(awaitable):
    if iscoroutine(awaitable):
        return awaitable
    if hasattr(awaitable, "__await__"):
        return _awaiting(awaitable)
    raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")


def ensure_future(awaitable, *, loop=None):
    """The future itself, or a new task that runs the awaitable."""
    if not isfuture(awaitable):
        return (loop or get_event_loop()).create_task(_as_coroutine(awaitable))
    if loop is not None and awaitable.get_loop() is not loop:
        raise ValueError("The future belongs to a different loop than the one specified as the loop argument")
    return awaitable


# ---- the loop

class EventLoop(_Loop):
    """The loop of the page: native, driven by the host's timers."""

    def __init__(self):
        self._handler = None
        self._agens = {}

    def create_task(self, coro, **options):
        if self.is_closed():
            raise RuntimeError("Event loop is closed")
        return Task(coro, loop=self, **options)

    def run_until_complete(self, future):
        if self.is_closed():
            raise RuntimeError("Event loop is closed")
        made_here = not isfuture(future)
        future = ensure_future(future, loop=self)
        future.add_done_callback(_stop_its_loop)
        try:
            self.run_forever()
        except BaseException:
            if made_here and future.done() and not future.cancelled():
                future.exception()  # it is on its way up already
            raise
        finally:
            future.remove_done_callback(_stop_its_loop)
        if future.done():
            return future.result()
        raise RuntimeError("Event loop stopped before Future completed.")

    # Async generators are remembered while they are suspended, so that none is left open.

    def _asyncgen_firstiter_hook(self, agen):
        self._agens[id(agen)] = _weakref.ref(agen)

    def _asyncgen_finalizer_hook(self, agen):
        self._agens.pop(id(agen), None)
        if not self.is_closed():
            self.create_task(agen.aclose())

    def _open_agens(self):
        agens = [ref() for ref in self._agens.values()]
        return [agen for agen in agens if agen is not None and agen.ag_frame is not None]

    async def shutdown_asyncgens(self):
        agens = self._open_agens()
        self._agens.clear()
        if agens:
            await gather(*(agen.aclose() for agen in agens), return_exceptions=True)

    async def shutdown_default_executor(self, timeout=None):
        return None

    def set_exception_handler(self, handler):
        if not (handler is None or callable(handler)):
            raise TypeError(f"A callable object or None is expected, got {handler!r}")
        self._handler = handler

    def get_exception_handler(self):
        return self._handler

    def call_exception_handler(self, context):
        (self._handler or _report)(self, context)

    def default_exception_handler(self, context):
        _report(self, context)

    def run_in_executor(self, executor, func, *args):
        raise RuntimeError("threads are not supported by this engine yet")


def _report(loop, context):
    text = context.get("message") or "Unhandled exception in event loop"
    for key in sorted(context.keys() - {"message", "exception"}):
        text += f"\n{key}: {context[key]!r}"
    text += "\n"
    if context.get("exception") is not None:
        text += _format_exception(context["exception"])
    sys.stderr.write(text)


def _stop_its_loop(future):
    if not future.cancelled() and isinstance(future.exception(), (SystemExit, KeyboardInterrupt)):
        return
    future.get_loop().stop()


_loop = None


def new_event_loop():
    return EventLoop()


def set_event_loop(loop):
    global _loop
    _loop = loop


def get_event_loop():
    loop = _get_running_loop() or _loop
    if loop is None:
        raise RuntimeError("There is no current event loop in thread 'MainThread'.")
    return loop


class Runner:
    """A loop for several `run` calls; closing it cancels what is left."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._make = loop_factory or new_event_loop
        self._debug = debug
        self._loop = None
        self._open = True

    def __enter__(self):
        self.get_loop()
        return self

    def __exit__(self, kind, value, traceback):
        self.close()

    def get_loop(self):
        if not self._open:
            raise RuntimeError("Runner is closed")
        if self._loop is None:
            self._loop = self._make()
            set_event_loop(self._loop)
            if self._debug is not None:
                self._loop.set_debug(self._debug)
        return self._loop

    def run(self, coro, *, context=None):
        if _get_running_loop() is not None:
            raise RuntimeError("Runner.run() cannot be called from a running event loop")
        coro = _as_coroutine(coro)
        loop = self.get_loop()
        return loop.run_until_complete(loop.create_task(coro))

    def close(self):
        loop, self._loop, self._open = self._loop, None, False
        if loop is None:
            return
        try:
            left = _all_tasks(loop)
            for task in left:
                task.cancel()
            if left:
                loop.run_until_complete(_finish(loop, left))
            _mute_trace(not loop._open_agens())
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            _mute_trace(False)
            set_event_loop(None)
            loop.close()


async def _finish(loop, tasks):
    await gather(*tasks, return_exceptions=True)
    for task in tasks:
        if not task.cancelled() and task.exception() is not None:
            loop.call_exception_handler({
                "message": "unhandled exception during asyncio.run() shutdown",
                "exception": task.exception(),
                "task": task,
            })


def run(main, *, debug=None, loop_factory=None):
    """Runs a coroutine to its end in a loop of its own."""
    if _get_running_loop() is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)


# ---- tasks

def all_tasks(loop=None):
    return set(_all_tasks(loop))


def create_task(coro, *, name=None, context=None, **options):
    if name is not None:
        options["name"] = name
    if context is not None:
        options["context"] = context
    return get_running_loop().create_task(coro, **options)


def gather(*awaitables, return_exceptions=False):
    """A future of all results, in the order of the arguments."""
    futures = {}
    children = []
    for awaitable in awaitables:
        key = id(awaitable)
        if key not in futures:
            futures[key] = (awaitable, ensure_future(awaitable))
        children.append(futures[key][1])
    loop = children[0].get_loop() if children else get_event_loop()
    return _gather(loop, children, return_exceptions)


class _Turn:
    """Gives every ready task a turn."""

    def __await__(self):
        yield


async def sleep(delay, result=None):
    """Waits `delay` seconds; zero or less gives way once."""
    if delay <= 0:
        await _Turn()
        return result
    if delay != delay:
        raise ValueError("Invalid delay: NaN (not a number)")
    loop = get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(delay, _set_unless_done, future, result)
    try:
        return await future
    finally:
        timer.cancel()


async def wait_for(awaitable, timeout):
    """The awaitable's result, or TimeoutError when it takes longer than `timeout` seconds."""
    if timeout is None:
        return await awaitable
    future = ensure_future(awaitable)
    if not future.done():
        loop = get_running_loop()
        expired = []
        timer = loop.call_later(max(timeout, 0), lambda: (expired.append(True), future.cancel()))
        try:
            return await future
        except CancelledError as cause:
            if not expired:
                future.cancel()
                raise
            raise TimeoutError from cause
        finally:
            timer.cancel()
    return future.result()
