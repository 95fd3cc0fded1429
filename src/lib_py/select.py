"""Waiting for sockets of the network in this process."""

import time

import _socket

error = OSError


def _number(file):
    fd = file if isinstance(file, int) else file.fileno()
    if not isinstance(fd, int):
        raise TypeError('argument must be an int, or have a fileno() method')
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
        rlist, wlist = list(rlist), list(wlist)
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            readable = _ready(rlist, _socket._Endpoint.readable)
            writable = _ready(wlist, _socket._Endpoint.writable)
            if readable or writable or timeout == 0 or not _socket._wait(deadline):
                return readable, writable, []


select = _Select()
