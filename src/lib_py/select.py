"""Waiting for sockets of the network in this process: `select`, `poll` and `epoll` ask the same endpoints."""

import time

import _socket

error = OSError


def _number(file):
    if isinstance(file, int):
        fd = file
    else:
        fileno = getattr(file, 'fileno', None)
        if fileno is None:
            raise TypeError('argument must be an int, or have a fileno() method.')
        fd = fileno()
        if not isinstance(fd, int):
            raise TypeError('fileno() returned a non-integer')
    if fd < 0:
        raise ValueError(f'file descriptor cannot be a negative integer ({fd})')
    return fd


def _ready(files, ask):
    found = []
    for file in files:
        end = _socket._endpoints.get(_number(file))
        if end is None:
            _socket._fail(_socket._errno.EBADF)
        if ask(end):
            found.append(file)
    return found


class _Select:
    """A callable that a class may keep without making it a method."""

    __name__ = __qualname__ = 'select'

    def __call__(self, rlist, wlist, xlist, timeout=None, /):
        """The files that are ready to be read or written, as soon as one is or the time is over."""
        if timeout is not None and timeout < 0:
            raise ValueError('timeout must be non-negative')
        try:
            rlist, wlist, xlist = list(rlist), list(wlist), list(xlist)
        except TypeError:
            raise TypeError('arguments 1-3 must be sequences') from None
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            seen = _socket._changes
            readable = _ready(rlist, _socket._Endpoint.readable)
            writable = _ready(wlist, _socket._Endpoint.writable)
            if readable or writable or timeout == 0 or not _socket._wait(deadline, seen):
                return readable, writable, []


select = _Select()

POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL = 1, 2, 4, 8, 16, 32
POLLRDNORM, POLLRDBAND, POLLWRNORM, POLLWRBAND, POLLMSG, POLLRDHUP = 64, 128, 256, 512, 1024, 8192
EPOLLIN, EPOLLPRI, EPOLLOUT, EPOLLERR, EPOLLHUP = 1, 2, 4, 8, 16
EPOLLRDNORM, EPOLLRDBAND, EPOLLWRNORM, EPOLLWRBAND, EPOLLMSG, EPOLLRDHUP = 64, 128, 256, 512, 1024, 8192
EPOLLEXCLUSIVE, EPOLLWAKEUP, EPOLLONESHOT, EPOLLET, EPOLL_CLOEXEC = 1 << 28, 1 << 29, 1 << 30, 1 << 31, 524288
PIPE_BUF = 4096


def _events(fd, wanted):
    """What of the wanted events there is at a file."""
    end = _socket._endpoints.get(fd)
    if end is None:
        return POLLNVAL
    found = 0
    if wanted & POLLIN and end.readable():
        found |= POLLIN
    if wanted & POLLOUT and end.writable():
        found |= POLLOUT
    if end.error:
        found |= POLLERR
    if end.kind == _socket.SOCK_STREAM and end.ended and (not end.can_send or end.peer is None) and end.connected:
        found |= POLLHUP
    return found


class _Poll:
    """Files and the events that are waited for."""

    def __init__(self):
        self._files = {}

    def _wait(self, seconds, most):
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            seen = _socket._changes
            found = [(fd, e) for fd, wanted in list(self._files.items()) if (e := _events(fd, wanted))]
            if found or seconds is not None and seconds <= 0 or not _socket._wait(deadline, seen):
                return found[:most]


class poll(_Poll):
    """A polling object, which supports registering and unregistering file descriptors."""

    def register(self, fd, eventmask=POLLIN | POLLPRI | POLLOUT, /):
        self._files[_number(fd)] = eventmask

    def modify(self, fd, eventmask, /):
        fd = _number(fd)
        if fd not in self._files:
            _socket._fail(_socket._errno.ENOENT)
        self._files[fd] = eventmask

    def unregister(self, fd, /):
        del self._files[_number(fd)]

    def poll(self, timeout=None, /):
        """What happens within a number of milliseconds."""
        return self._wait(None if timeout is None or timeout < 0 else timeout / 1000, None)


class epoll(_Poll):
    """The same with numbers of its own for errors, and with seconds."""

    def __init__(self, sizehint=-1, flags=0):
        if sizehint < -1 or sizehint == 0:
            raise ValueError('sizehint must be positive or -1')
        super().__init__()
        self._end = _socket._Endpoint(None, 0, 0)
        self._end.number()

    @property
    def closed(self):
        return self._end is None

    def _open(self):
        if self._end is None:
            raise ValueError('I/O operation on closed epoll object')

    def fileno(self):
        self._open()
        return self._end.fd

    def close(self):
        if self._end is not None:
            self._end.close()
            self._end = None

    def __del__(self):
        if hasattr(self, '_end'):
            self.close()

    def __enter__(self):
        self._open()
        return self

    def __exit__(self, exc_type=None, exc_value=None, exc_tb=None, /):
        self.close()

    def _known(self, fd, known):
        self._open()
        fd = _number(fd)
        if (fd in self._files) != known:
            _socket._fail(_socket._errno.ENOENT if known else _socket._errno.EEXIST)
        if fd not in _socket._endpoints:
            _socket._fail(_socket._errno.EBADF)
        return fd

    def register(self, fd, eventmask=EPOLLIN | EPOLLPRI | EPOLLOUT):
        self._files[self._known(fd, False)] = eventmask

    def modify(self, fd, eventmask):
        self._files[self._known(fd, True)] = eventmask

    def unregister(self, fd):
        del self._files[self._known(fd, True)]

    def poll(self, timeout=None, maxevents=-1):
        """What happens within a number of seconds."""
        self._open()
        if maxevents < -1 or maxevents == 0:
            raise ValueError(f'maxevents must be greater than 0, got {maxevents}')
        for fd in [fd for fd in self._files if fd not in _socket._endpoints]:
            del self._files[fd]
        return self._wait(None if timeout is None or timeout < 0 else timeout, None if maxevents == -1 else maxevents)
