"""The one thread there is, and locks for code that is written for many."""

error = RuntimeError
TIMEOUT_MAX = 9223372036.0


def get_ident():
    """The identity of the thread."""
    return 1


get_native_id = get_ident


def _count():
    return 0


def start_new_thread(function, args, kwargs=None, /):
    """There are no threads here."""
    raise RuntimeError("can't start new thread")


start_new = start_new_thread


def start_joinable_thread(function, handle=None, daemon=True):
    raise RuntimeError("can't start new thread")


def daemon_threads_allowed():
    return False


def stack_size(size=0, /):
    return 0


def interrupt_main(signum=2, /):
    raise KeyboardInterrupt


def _is_main_interpreter():
    return True


def _get_main_thread_ident():
    return 1


def _shutdown():
    pass


def _make_thread_handle(ident):
    handle = _ThreadHandle()
    handle.ident = ident
    return handle


class _ThreadHandle:
    ident = None

    def is_done(self):
        return False

    def _set_done(self):
        pass

    def join(self, timeout=None):
        raise RuntimeError("Cannot join current thread")


def _wait(timeout):
    """Nobody else can release a lock: to wait for one is to wait for ever."""
    if timeout is None or timeout < 0:
        raise RuntimeError("deadlock: the only thread waits for a lock that it holds itself")
    import time

    time.sleep(timeout)


def _check(blocking, timeout):
    if not blocking and timeout != -1:
        raise ValueError("can't specify a timeout for a non-blocking call")
    if timeout < 0 and timeout != -1:
        raise ValueError("timeout value must be a non-negative number")


class lock:
    """A lock that is not reentrant."""

    __slots__ = ("_held", "__weakref__")

    def __init__(self):
        self._held = False

    def acquire(self, blocking=True, timeout=-1):
        _check(blocking, timeout)
        if not self._held:
            self._held = True
            return True
        if blocking:
            _wait(timeout)
        return False

    def release(self):
        if not self._held:
            raise RuntimeError("release unlocked lock")
        self._held = False

    def locked(self):
        return self._held

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exc):
        self.release()

    acquire_lock, release_lock, locked_lock = acquire, release, locked

    def _at_fork_reinit(self):
        self._held = False

    def __repr__(self):
        return f"<{'locked' if self._held else 'unlocked'} _thread.lock object at {id(self):#x}>"


LockType = lock


def allocate_lock():
    """A new lock."""
    return lock()


allocate = allocate_lock


class RLock:
    """A lock that its holder may take again."""

    __slots__ = ("_depth", "__weakref__")

    def __init__(self):
        self._depth = 0

    def acquire(self, blocking=True, timeout=-1):
        _check(blocking, timeout)
        self._depth += 1
        return True

    def release(self):
        if not self._depth:
            raise RuntimeError("cannot release un-acquired lock")
        self._depth -= 1

    def locked(self):
        return self._depth > 0

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exc):
        self.release()

    def _is_owned(self):
        return self._depth > 0

    def _recursion_count(self):
        return self._depth

    def _release_save(self):
        depth, self._depth = self._depth, 0
        return depth, 1

    def _acquire_restore(self, state):
        self._depth = state[0]

    def _at_fork_reinit(self):
        self._depth = 0

    def __repr__(self):
        state, owner = ("locked", 1) if self._depth else ("unlocked", 0)
        return f"<{state} _thread.RLock object owner={owner} count={self._depth} at {id(self):#x}>"


class _local:
    """Attributes of the thread."""

    def __new__(cls, /, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        return object.__new__(cls)


class _ExceptHookArgs(tuple):
    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])


def _excepthook(args, /):
    import sys

    sys.excepthook(args[0], args[1], args[2])
