"""Threads, frames and tasks as a debugger sees them from outside. The one process that can be looked at is the program's own."""

import errno
import operator
import os
import sys
import threading

PROCESS_VM_READV_SUPPORTED = True


def _record(name, doc, *fields):
    def new(cls, sequence, dict={}, /):
        if len(sequence) != len(fields):
            raise TypeError(f"_remote_debugging.{name}() takes a {len(fields)}-sequence ({len(sequence)}-sequence given)")
        return tuple.__new__(cls, sequence)

    def show(self):
        return f"_remote_debugging.{name}({', '.join(f'{f}={v!r}' for f, v in zip(fields, self))})"

    members = {f: property(lambda self, i=i: self[i]) for i, f in enumerate(fields)}
    members |= dict(__new__=new, __repr__=show, __doc__=doc, __slots__=(), __match_args__=fields)
    members |= dict(n_fields=len(fields), n_sequence_fields=len(fields), n_unnamed_fields=0)
    return type(name, (tuple,), members)


FrameInfo = _record("FrameInfo", "Information about a frame", "filename", "lineno", "funcname")
ThreadInfo = _record("ThreadInfo", "Information about a thread", "thread_id", "frame_info")
CoroInfo = _record("CoroInfo", "Information about a coroutine", "call_stack", "task_name")
TaskInfo = _record(
    "TaskInfo", "Information about an asyncio task", "task_id", "task_name", "coroutine_stack", "awaited_by"
)
AwaitedInfo = _record("AwaitedInfo", "Information about what a thread is awaiting", "thread_id", "awaited_by")


def _frame(frame):
    code = frame.f_code
    return FrameInfo((code.co_filename, frame.f_lineno, code.co_qualname))


# where the frames of a thread, or of a step of a task, begin: below them is no Python code that called them
_CALLED_NATIVELY = {"Handle._run", "Thread._bootstrap_inner"}


def _stack(frame, last=None):
    """What a frame was called by, itself first, up to one of them."""
    frames = []
    while frame is not None and frame.f_code.co_qualname not in _CALLED_NATIVELY:
        frames.append(_frame(frame))
        if frame is last:
            break
        frame = frame.f_back
    return frames


def _chain(coro):
    """The frames of a coroutine that is suspended and of those it awaits, the innermost first; of one that runs, its own alone."""
    from _asyncio import _chain

    frames = []
    for link in _chain(coro):
        frame = getattr(link, "cr_frame", None) or getattr(link, "ag_frame", None)
        if frame is None:
            break
        frames.append(_frame(frame))
        if getattr(link, "cr_running", False):
            break
    return frames[::-1]


def _waiting(task):
    return CoroInfo((_chain(task.get_coro()), id(task)))


def _awaiters(future):
    """The tasks that wait for a future, also through others that are none."""
    found, futures = [], [future]
    for waited in futures:
        for by in waited._asyncio_awaited_by or ():
            if hasattr(by, "get_coro"):
                found.append(by)
            elif by not in futures:
                futures.append(by)
    return found


class RemoteUnwinder:
    """RemoteUnwinder(pid): Inspect stack of a remote Python process."""

    def __init__(self, pid, *, all_threads=False, only_active_thread=False, debug=False):
        pid = operator.index(pid)
        if pid != os.getpid():
            missing = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), f"/proc/{pid}/maps")
            raise RuntimeError(f"Failed to find the PyRuntime section in process {pid} on Linux platform") from missing
        self._all_threads = all_threads

    def get_stack_trace(self):
        frames = sys._current_frames()
        frames[threading.get_ident()] = sys._getframe(1)
        main = threading.main_thread().ident
        chosen = reversed(frames) if self._all_threads else [main]
        return [ThreadInfo((t, _stack(frames[t]))) for t in chosen]

    def get_all_awaited_by(self):
        threads = {}
        if "asyncio" in sys.modules:
            for task in _tasks():
                ident = getattr(task.get_loop(), "_thread_id", None) or 0
                tasks = threads.setdefault(ident, [])
                tasks.append(
                    TaskInfo((id(task), task.get_name(), [_waiting(task)], [_waiting(by) for by in _awaiters(task)]))
                )
        left = threads.pop(0, [])
        threads = threads or {threading.main_thread().ident: []}
        return [AwaitedInfo(thread) for thread in threads.items()] + [AwaitedInfo((0, left))]

    def get_async_stack_trace(self):
        task = None
        if "asyncio" in sys.modules:
            from asyncio import events, tasks

            if loop := events._get_running_loop():
                task = tasks.current_task(loop)
        if task is None:
            return []
        inner = _stack(sys._getframe(1), task.get_coro().cr_frame)
        found, seen = [], [task]
        for task in seen:
            stack = [CoroInfo((inner, id(task)))] if task is seen[0] else [_waiting(task)]
            awaiters = _awaiters(task)
            found.append(TaskInfo((id(task), task.get_name(), stack, [_waiting(by) for by in awaiters])))
            seen.extend(by for by in awaiters if by not in seen)
        return [AwaitedInfo((threading.get_ident(), found))]


def _tasks():
    """Every task of every loop that is not done, the oldest first."""
    import _asyncio

    return _asyncio._pending_tasks()
