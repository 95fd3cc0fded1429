"""The event loop of this engine, in the place of the library's selector loop for Unix.

What is queued and run is native (`_asyncio._Loop`); sockets are those of the network in this process. There are no processes and no pipes.
"""

import posix
import selectors
import signal
import socket
import weakref

import _asyncio
import _socket

from . import coroutines
from . import events
from . import format_helpers
from . import selector_events

__all__ = (
    'SelectorEventLoop',
    'EventLoop',
)

_asyncio._use(events.Handle, events.TimerHandle)


def _take_fd():
    """A descriptor that CPython's loop has, and that nothing else gets here, so that those of sockets are the same."""
    return posix._reserve()


class EpollSelector(selectors.SelectSelector):
    """Tells the native loop how many files there are to look at. Takes the descriptor of an epoll."""

    _free_fd = posix.close

    def __init__(self, loop):
        super().__init__()
        self._loop = weakref.ref(loop)
        self._fd = _take_fd()

    def _count(self):
        loop = self._loop()
        if loop is None:
            return
        loop._watch(len(self._fd_to_key))
        if self._fd_to_key:
            _socket._watching.add(loop)
        else:
            _socket._watching.discard(loop)

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        self._count()
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        self._count()
        return key

    def close(self):
        super().close()
        self._count()
        if self._fd is not None:
            self._free_fd(self._fd)
            self._fd = None

    def select(self, timeout=None):
        found = self._look()
        if not found and (timeout is None or timeout > 0):
            # a change of a socket ends it too, as the loop is one of those that watch them
            _asyncio._wait(timeout)
            found = self._look()
        return found

    def _look(self):
        found = super().select(0) if self._fd_to_key else []
        if len(found) > 1:
            # the class below has them in the order of a set
            found.sort(key=lambda ready: ready[0].fd)
        return found


class _UnixSelectorEventLoop(_asyncio._Loop, selector_events.BaseSelectorEventLoop):
    """The loop for programs that do not bring their own."""

    _free_fd = posix.close

    def __init__(self, selector=None):
        super().__init__(EpollSelector(self) if selector is None else selector)
        if not self._wakes_itself():
            self._watch(-1)
        self._signal_handlers = {}
        self._unix_server_sockets = {}

    def _wakes_itself(self):
        # a selector of another kind waits for a socket to be woken by
        return type(self._selector) is EpollSelector

    def _make_self_pipe(self):
        if not self._wakes_itself():
            return super()._make_self_pipe()
        self._pipe = _take_fd(), _take_fd()
        self._internal_fds += 1

    def _close_self_pipe(self):
        if not self._wakes_itself():
            return super()._close_self_pipe()
        for fd in self._pipe:
            self._free_fd(fd)
        self._internal_fds -= 1

    def _write_to_self(self):
        if not self._wakes_itself():
            return super()._write_to_self()
        _asyncio._wake(self)

    def _poll(self):
        """What the native run of the loop asks for between two ticks while there are files to look at."""
        self._process_events(self._selector.select(0))

    def close(self):
        super().close()
        for sig in list(self._signal_handlers):
            self.remove_signal_handler(sig)

    def add_signal_handler(self, sig, callback, *args):
        """Add a handler for a signal."""
        if coroutines.iscoroutine(callback) or coroutines._iscoroutinefunction(callback):
            raise TypeError("coroutines cannot be used with add_signal_handler()")
        self._check_signal(sig)
        self._check_closed()
        try:
            signal.set_wakeup_fd(-1)
        except ValueError as exc:
            raise RuntimeError(str(exc))
        handle = events.Handle(callback, args, self, None)
        self._signal_handlers[sig] = handle
        try:
            signal.signal(sig, self._on_signal)
        except OSError:
            del self._signal_handlers[sig]
            raise RuntimeError(f'sig {sig} cannot be caught')

    def _on_signal(self, sig, frame):
        handle = self._signal_handlers.get(sig)
        if handle is None:
            return
        if handle._cancelled:
            self.remove_signal_handler(sig)
        else:
            self._add_callback_signalsafe(handle)

    def remove_signal_handler(self, sig):
        """Remove a handler for a signal; true if there was one."""
        self._check_signal(sig)
        try:
            del self._signal_handlers[sig]
        except KeyError:
            return False
        signal.signal(sig, signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL)
        return True

    def _check_signal(self, sig):
        if not isinstance(sig, int):
            raise TypeError(f'sig must be an int, not {sig!r}')
        if sig not in signal.valid_signals():
            raise ValueError(f'invalid signal number {sig}')

    async def create_unix_connection(self, protocol_factory, path=None, *, sock=None, **options):
        """Connect to a server at a path."""
        self._refuse_ssl(options)
        if path is not None:
            if sock is not None:
                raise ValueError('path and sock can not be specified at the same time')
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0)
            try:
                sock.setblocking(False)
                await self.sock_connect(sock, path)
            except:
                sock.close()
                raise
        elif sock is None:
            raise ValueError('no path and sock were specified')
        elif sock.family != socket.AF_UNIX or sock.type != socket.SOCK_STREAM:
            raise ValueError(f'A UNIX Domain Stream Socket was expected, got {sock!r}')
        sock.setblocking(False)
        return await self._create_connection_transport(sock, protocol_factory, None, None)

    async def create_unix_server(self, protocol_factory, path=None, *, sock=None, backlog=100, start_serving=True,
                                 **options):
        """Serve at a path."""
        self._refuse_ssl(options)
        if path is not None:
            if sock is not None:
                raise ValueError('path and sock can not be specified at the same time')
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                sock.bind(path)
            except:
                sock.close()
                raise
        elif sock is None:
            raise ValueError('path was not specified, and no sock specified')
        elif sock.family != socket.AF_UNIX or sock.type != socket.SOCK_STREAM:
            raise ValueError(f'A UNIX Domain Stream Socket was expected, got {sock!r}')
        sock.setblocking(False)
        from . import base_events, tasks
        server = base_events.Server(self, [sock], protocol_factory, None, backlog, None, None)
        if start_serving:
            server._start_serving()
            await tasks.sleep(0)
        return server

    async def _make_subprocess_transport(self, *args, **options):
        raise NotImplementedError('this engine cannot start other processes')

    def _refuse_ssl(self, options):
        if any(value for value in options.values()):
            raise NotImplementedError('ssl is not part of this engine')


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
