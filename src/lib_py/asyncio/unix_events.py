"""The event loop of this engine, in the place of the library's selector loop for Unix."""

import _asyncio

from . import base_events
from . import events
from . import format_helpers

__all__ = (
    'SelectorEventLoop',
    'EventLoop',
)

_asyncio._use(events.Handle, events.TimerHandle)


class _Selector:
    """What `_run_once` waits in when it is gone through in Python."""

    def select(self, timeout=None):
        return _asyncio._wait(timeout)

    def close(self):
        pass


class _UnixSelectorEventLoop(_asyncio._Loop, base_events.BaseEventLoop):
    """The loop: what it queues and runs is native."""

    def __init__(self, selector=None):
        super().__init__()
        self._selector = _Selector() if selector is None else selector

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        _asyncio._wake(self)

    def close(self):
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        if self.is_closed():
            return
        super().close()
        self._selector.close()


def _callback_failed(handle, exc):
    """What `Handle._run` does about an exception."""
    loop = handle._loop
    cb = format_helpers._format_callback_source(handle._callback, handle._args, debug=loop.get_debug())
    context = {
        'message': f'Exception in callback {cb}',
        'exception': exc,
        'handle': handle,
    }
    if handle._source_traceback:
        context['source_traceback'] = handle._source_traceback
    loop.call_exception_handler(context)


class _UnixDefaultEventLoopPolicy(events._BaseDefaultEventLoopPolicy):
    """Each thread has its own loop."""
    _loop_factory = _UnixSelectorEventLoop


SelectorEventLoop = _UnixSelectorEventLoop
_DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
EventLoop = SelectorEventLoop
