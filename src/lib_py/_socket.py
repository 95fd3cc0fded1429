"""Sockets on a network that lives in this process: every address is local, nothing leaves the page.

A connection is a pair of endpoints; what one sends stands in the other's buffer until it is received. Buffers are bounded, so a
sender that nobody reads from has to wait. A change of any endpoint wakes whoever waits for one.
"""

import _operator
import _thread
import errno as _errno
import posix as _posix
import time as _time

error = OSError
timeout = TimeoutError


class herror(OSError):
    pass


class gaierror(OSError):
    pass


for _class in (herror, gaierror):
    _class.__module__ = 'socket'

AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6 = 0, 1, 2, 10
SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_RDM, SOCK_SEQPACKET = 1, 2, 3, 4, 5
SOCK_NONBLOCK, SOCK_CLOEXEC = 2048, 524288
SOL_SOCKET, SOL_IP, SOL_TCP, SOL_UDP = 1, 0, 6, 17
SO_DEBUG, SO_REUSEADDR, SO_TYPE, SO_ERROR, SO_DONTROUTE, SO_BROADCAST = 1, 2, 3, 4, 5, 6
SO_SNDBUF, SO_RCVBUF, SO_KEEPALIVE, SO_OOBINLINE, SO_LINGER, SO_REUSEPORT = 7, 8, 9, 10, 13, 15
SO_RCVLOWAT, SO_SNDLOWAT, SO_RCVTIMEO, SO_SNDTIMEO, SO_ACCEPTCONN = 18, 19, 20, 21, 30
SO_PROTOCOL, SO_DOMAIN = 38, 39
SOMAXCONN = 4096
IPPROTO_IP, IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IPV6, IPPROTO_RAW = 0, 1, 6, 17, 41, 255
TCP_NODELAY, TCP_MAXSEG, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT = 1, 2, 4, 5, 6
IPV6_V6ONLY = 26
MSG_OOB, MSG_PEEK, MSG_DONTROUTE, MSG_DONTWAIT, MSG_WAITALL, MSG_NOSIGNAL = 1, 2, 4, 64, 256, 16384
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2
AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST, AI_V4MAPPED, AI_ALL, AI_ADDRCONFIG, AI_NUMERICSERV = 1, 2, 4, 8, 16, 32, 1024
NI_NUMERICHOST, NI_NUMERICSERV, NI_NOFQDN, NI_NAMEREQD, NI_DGRAM = 1, 2, 4, 8, 16
NI_MAXHOST, NI_MAXSERV = 1025, 32
EAI_BADFLAGS, EAI_NONAME, EAI_AGAIN, EAI_FAIL, EAI_FAMILY, EAI_SOCKTYPE, EAI_SERVICE = -1, -2, -3, -4, -6, -7, -8
INADDR_ANY, INADDR_LOOPBACK, INADDR_BROADCAST, INADDR_NONE = 0, 0x7f000001, 0xffffffff, 0xffffffff
has_ipv6 = True

_BUFFER = 1 << 16  # bytes that an endpoint holds for its owner
_LOOPBACK = {AF_INET: '127.0.0.1', AF_INET6: '::1'}
_ANY = {AF_INET: '0.0.0.0', AF_INET6: '::'}

_endpoints = {}
_bound = {}  # (kind, family, host or path, port) -> endpoint
_waiters = []
_changes = 0  # how often something has changed
_watching = set()  # loops that look at sockets
_next_port = 32768
_default_timeout = None


def _fail(number, text=None):
    import os
    raise OSError(number, text or os.strerror(number))


def _changed():
    """Something is readable or writable now that was not before."""
    global _changes
    _changes += 1
    waiting = _waiters[:]
    _waiters.clear()
    for lock in waiting:
        lock.release()
    for loop in list(_watching):
        loop._write_to_self()


def _wait(deadline, seen):
    """Waits for the next change after `seen` of them; False when the time is over.

    A thread counts, then looks, then waits: what another one changes meanwhile is not missed.
    """
    lock = _thread.allocate_lock()
    lock.acquire()
    _waiters.append(lock)
    if _changes == seen:
        if deadline is None:
            lock.acquire()
            return True
        left = deadline - _time.monotonic()
        if left > 0 and lock.acquire(True, left):
            return True
    try:
        _waiters.remove(lock)
    except ValueError:
        pass
    return _changes != seen


def _number(value, kind='int'):
    """An argument that C has to be able to hold."""
    value = _operator.index(value)
    limit = 1 << (31 if kind == 'int' else 63)
    if not -limit <= value < limit:
        raise OverflowError(f'Python int too large to convert to C {kind}')
    return value


def _seconds(value):
    """A timeout."""
    if value is None:
        return None
    if not isinstance(value, float):
        try:
            value = _operator.index(value)
        except TypeError:
            raise TypeError(f'{type(value).__name__!r} object cannot be interpreted as an integer or float') from None
    elif value != value:
        raise ValueError('Invalid value NaN (not a number)')
    if not -1 << 63 <= value * 10**9 < 1 << 63:
        raise OverflowError('timestamp out of range for C PyTime_t')
    if value < 0:
        raise ValueError('Timeout value out of range')
    return float(value)


class _Endpoint:
    """What a file descriptor stands for."""

    def __init__(self, family, kind, proto):
        self.family, self.kind, self.proto = family, kind, proto
        self.fd = -1
        self.local = self.remote = self.key = None
        self.listening = None  # connections that nobody accepted yet
        self.backlog = 0
        self.peer = None
        self.connected = self.connecting = False
        self.inbox = bytearray()
        self.packets = []
        self.ended = self.was_reset = False  # the other side sends no more
        self.can_send = self.can_receive = True
        self.error = 0
        self.options = {}

    def number(self):
        """Takes the lowest descriptor that is free, which no file gets then."""
        try:
            self.fd = _posix._reserve()
        except OSError as e:
            raise OSError(e.errno, e.strerror) from None
        _endpoints[self.fd] = self
        return self.fd

    def readable(self):
        if self.listening is not None:
            return bool(self.listening)
        if self.kind == SOCK_DGRAM:
            return bool(self.packets or self.error)
        return bool(self.inbox) or self.ended or bool(self.error) or not self.can_receive or not self.connected

    def writable(self):
        if self.listening is not None:
            return False
        if self.kind == SOCK_DGRAM or self.error or not self.can_send:
            return True
        if not self.connected:
            return False
        return self.peer is None or len(self.peer.inbox) < _BUFFER

    # What the trace of a run tells of: each is called once for what it names, when it happens.

    def listen(self, backlog):
        if self.listening is None:
            self.listening = []
        self.backlog = backlog

    def join(self, other):
        """A connection: `other` waits to be accepted."""
        self.peer, other.peer = other, self
        self.connected = other.connected = True

    def accept(self):
        return self.listening.pop(0)

    def arrive(self, size, part):
        """The other side has sent something."""
        self.inbox += part
        _changed()

    def take(self, size):
        """So many bytes have been received."""
        was_full = len(self.inbox) >= _BUFFER
        del self.inbox[:size]
        if was_full:
            _changed()

    def end(self):
        """The other side sends no more."""
        self.ended = True

    def raise_error(self):
        """What went wrong since the last call is told by this one."""
        number, self.error = self.error, 0
        if number:
            _fail(number)

    def close(self):
        if self.fd != -1:
            del _endpoints[self.fd]
            _posix.close(self.fd)
        if self.key is not None and _bound.get(self.key) is self:
            del _bound[self.key]
        for waiting in self.listening or ():
            waiting.close()
        peer, self.peer = self.peer, None
        if peer is not None:
            peer.peer = None
            if self.inbox:
                peer.error, peer.was_reset = _errno.ECONNRESET, True
            peer.ended = True
        _changed()


def _is_any(host):
    return host in ('', '0.0.0.0', '::')


def _numeric(host, family):
    """The address of a host, or None."""
    if host in (None, ''):
        return _ANY[family]
    if host == '<broadcast>':
        return '255.255.255.255'
    if isinstance(host, (bytes, bytearray)):
        host = host.decode('ascii')
    if host in ('localhost', 'localhost.localdomain', gethostname()):
        return _LOOPBACK[family]
    try:
        return inet_ntop(family, inet_pton(family, host))
    except OSError:
        return None


def _address(sock, address, method):
    """An address in the form in which the network knows it."""
    family = sock._end.family
    if family == AF_UNIX:
        if isinstance(address, (bytes, bytearray)):
            address = bytes(address).decode('utf-8', 'surrogateescape')
        if not isinstance(address, str):
            raise TypeError(f'a bytes-like object is required, not {type(address).__name__!r}')
        return address
    name = 'AF_INET6' if family == AF_INET6 else 'AF_INET'
    if not isinstance(address, tuple):
        raise TypeError(f'{method}(): {name} address must be tuple, not {type(address).__name__}')
    if len(address) < 2 or len(address) > (4 if family == AF_INET6 else 2):
        shape = 'a tuple (host, port[, flowinfo[, scopeid]])' if family == AF_INET6 else 'a pair (host, port)'
        raise TypeError(f'{name} address must be {shape}')
    host, port = address[:2]
    if not isinstance(host, (str, bytes, bytearray)):
        raise TypeError(f'str, bytes or bytearray expected, not {type(host).__name__}')
    if not isinstance(port, int):
        raise TypeError(f"'{type(port).__name__}' object cannot be interpreted as an integer")
    if not 0 <= port <= 65535:
        raise OverflowError(f'{method}(): port must be 0-65535.')
    numeric = _numeric(host, family)
    if numeric is None:
        raise gaierror(EAI_NONAME, 'Name or service not known')
    if family == AF_INET6 and len(address) > 2 and not 0 <= _number(address[2], 'long') < 1 << 20:
        raise OverflowError(f'{method}(): flowinfo must be 0-1048575.')
    return (numeric, port, 0, 0) if family == AF_INET6 else (numeric, port)


def _local_host(host):
    return host.startswith('127.') or host in ('::1', '0.0.0.0', '::')


def _find(kind, family, address):
    """The endpoint that is bound to an address."""
    if family == AF_UNIX:
        return _bound.get((kind, family, address, 0))
    host, port = address[:2]
    if not _local_host(host):
        return None
    if _is_any(host):
        host = _LOOPBACK[family]
    for place in ((family, host), (family, _ANY[family]), (AF_INET6, '::')):
        found = _bound.get((kind, *place, port))
        if found is not None:
            return found
    return None


def _free_port(kind, family):
    global _next_port
    while True:
        _next_port = 32768 + (_next_port - 32768 + 1) % 28000
        if not any(k[0] == kind and k[3] == _next_port for k in _bound):
            return _next_port


def _bind_somewhere(end, host=None):
    """Gives an endpoint an address of its own, as sending or connecting does."""
    if end.family == AF_UNIX:
        end.local = ''
        return
    port = _free_port(end.kind, end.family)
    host = host or _LOOPBACK[end.family]
    end.local = (host, port, 0, 0) if end.family == AF_INET6 else (host, port)
    if end.kind == SOCK_DGRAM:
        end.key = (end.kind, end.family, host, port)
        _bound[end.key] = end


def _view(data):
    """What is to be sent."""
    if not hasattr(data, '__buffer__'):
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'")
    return memoryview._from_flags(data, 0).cast('B')


class socket:
    """The part of a socket object that the module `socket` builds on."""

    __slots__ = ('_end', '_fd', '_timeout')

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is not None:
            end = _endpoints.get(fileno)
            if end is None:
                _fail(_errno.EBADF)
            self._end = end
        else:
            family = AF_INET if family == -1 else int(family)
            kind = (SOCK_STREAM if type == -1 else int(type)) & 0xf
            if family not in (AF_UNIX, AF_INET, AF_INET6):
                _fail(_errno.EAFNOSUPPORT)
            if kind not in (SOCK_STREAM, SOCK_DGRAM):
                _fail(_errno.EPROTONOSUPPORT if kind in (SOCK_RDM, SOCK_SEQPACKET) else _errno.EPERM)
            self._end = _Endpoint(family, kind, 0 if proto == -1 else int(proto))
            self._end.number()
        self._fd = self._end.fd
        self._timeout = _default_timeout
        if type != -1 and int(type) & SOCK_NONBLOCK:
            self._timeout = 0.0

    def __del__(self):
        fd = getattr(self, '_fd', -1)
        if fd != -1:
            try:
                import warnings
            except ImportError:
                # the program ends
                pass
            else:
                warnings.warn(f'unclosed {self!r}', ResourceWarning, 2, self)
            self._end.close()
            self._fd = -1

    def __repr__(self):
        end = self._end
        return f'<socket object, fd={self._fd}, family={end.family}, type={end.kind}, proto={end.proto}>'

    @property
    def family(self):
        return self._end.family

    @property
    def type(self):
        return self._end.kind

    @property
    def proto(self):
        return self._end.proto

    @property
    def timeout(self):
        return self._timeout

    def fileno(self):
        return self._fd

    def detach(self):
        fd, self._fd = self._fd, -1
        return fd

    def close(self):
        if self._fd != -1:
            self._fd = -1
            self._end.close()

    def settimeout(self, value, /):
        self._timeout = _seconds(value)

    def gettimeout(self):
        return self._timeout

    def setblocking(self, flag, /):
        self._timeout = None if flag else 0.0

    def getblocking(self):
        return self._timeout != 0.0

    def _open(self):
        if self._fd == -1:
            _fail(_errno.EBADF)
        return self._end

    def _until(self, ready):
        """Waits until `ready()`, as long as the socket's timeout lets it."""
        if ready():
            return
        if self._timeout == 0.0:
            _fail(_errno.EAGAIN)
        deadline = None if self._timeout is None else _time.monotonic() + self._timeout
        seen = _changes
        while not ready():
            if not _wait(deadline, seen):
                raise TimeoutError('timed out')
            seen = _changes
            self._open()

    def setsockopt(self, *args):
        no_value = len(args) == 4 and args[2] is None and hasattr(args[3], '__index__')
        if len(args) != 3 and not no_value:
            raise TypeError(f'setsockopt() takes exactly 3 arguments ({len(args)} given)')
        level, option, value = _number(args[0]), _number(args[1]), args[2]
        if no_value:
            # no option of ours takes a length alone
            self._open()
            _fail(_errno.EFAULT)
        value = _number(value) if hasattr(value, '__index__') else bytes(_view(value))
        self._open().options[level, option] = value

    def getsockopt(self, *args):
        if len(args) < 2:
            raise TypeError(f'getsockopt() takes at least 2 arguments ({len(args)} given)')
        if len(args) > 3:
            raise TypeError(f'getsockopt() takes at most 3 arguments ({len(args)} given)')
        level, option, *length = map(_number, args)
        if length and not 0 <= length[0] <= 1024:
            raise error('getsockopt buflen out of range')
        end = self._open()
        if level == SOL_SOCKET:
            if option == SO_ERROR:
                number, end.error = end.error, 0
                return number
            known = {SO_TYPE: end.kind, SO_DOMAIN: end.family, SO_PROTOCOL: end.proto,
                     SO_ACCEPTCONN: int(end.listening is not None)}
            if option in known:
                return known[option]
            if option in (SO_SNDBUF, SO_RCVBUF):
                return end.options.get((level, option), _BUFFER)
        value = end.options.get((level, option), 0)
        return int(value) if isinstance(value, int) else value

    def bind(self, address, /):
        end = self._open()
        place = _address(self, address, 'bind')
        if end.local:
            _fail(_errno.EINVAL)
        if end.family == AF_UNIX:
            key = (end.kind, AF_UNIX, place, 0)
        else:
            host, port = place[:2]
            if not _local_host(host):
                _fail(_errno.EADDRNOTAVAIL)
            if port == 0:
                port = _free_port(end.kind, end.family)
                place = (host, port, *place[2:])
            key = (end.kind, end.family, host, port)
        taken = [k for k in _bound if k[0] == key[0] and k[1] == key[1] and k[3] == key[3]
                 and (k[2] == key[2] or key[1] != AF_UNIX and (_is_any(k[2]) or _is_any(key[2])))]
        if taken and not end.options.get((SOL_SOCKET, SO_REUSEPORT)):
            _fail(_errno.EADDRINUSE)
        end.key, end.local = key, place
        _bound[key] = end

    def listen(self, backlog=128, /):
        backlog = _number(backlog, 'long')
        end = self._open()
        if end.kind != SOCK_STREAM:
            _fail(_errno.EOPNOTSUPP)
        if end.local is None:
            _bind_somewhere(end, _ANY.get(end.family))
            end.key = (end.kind, end.family, *end.local[:2])
            _bound[end.key] = end
        end.listen(max(backlog, 0))

    def _accept(self):
        end = self._open()
        if end.listening is None:
            _fail(_errno.EINVAL)
        self._until(lambda: end.listening)
        made = end.accept()
        return made.number(), made.remote

    def connect(self, address, /):
        number = self._connect(address)
        if number:
            _fail(number)

    def connect_ex(self, address, /):
        return self._connect(address, 'connect_ex')

    def _connect(self, address, method='connect'):
        end = self._open()
        place = _address(self, address, method)
        if end.kind == SOCK_DGRAM:
            if end.local is None:
                _bind_somewhere(end)
            end.remote, end.connected = place, True
            return 0
        if end.listening is not None or end.connected:
            return _errno.EISCONN
        listener = _find(SOCK_STREAM, end.family, place)
        if listener is None or listener.listening is None or len(listener.listening) > listener.backlog:
            if end.family == AF_UNIX:
                return _errno.ECONNREFUSED if listener else _errno.ENOENT
            if not _local_host(place[0]):
                return _errno.ENETUNREACH
            if self._timeout != 0.0:
                return _errno.ECONNREFUSED
            end.error = _errno.ECONNREFUSED
            return _errno.EINPROGRESS
        if end.local is None:
            _bind_somewhere(end)
        other = _Endpoint(listener.family, SOCK_STREAM, listener.proto)
        here = end.local if end.family == AF_UNIX else (_LOOPBACK[end.family], *end.local[1:])
        there = place if end.family == AF_UNIX or not _is_any(place[0]) else (_LOOPBACK[end.family], *place[1:])
        end.local, end.remote, other.local, other.remote = here, there, there, here
        end.join(other)
        listener.listening.append(other)
        _changed()
        return _errno.EINPROGRESS if self._timeout == 0.0 and end.family != AF_UNIX else 0

    def send(self, data, flags=0, /):
        end = self._open()
        view = data if isinstance(data, bytes) else _view(data)
        if end.kind == SOCK_DGRAM:
            if end.remote is None:
                _fail(_errno.EDESTADDRREQ)
            return self._send_packet(bytes(view), end.remote)
        if end.was_reset and end.error:
            end.error = 0
            _fail(_errno.ECONNRESET)
        if not end.can_send or end.connected and end.peer is None:
            _fail(_errno.EPIPE)
        if not end.connected:
            _fail(_errno.ENOTCONN if end.listening is not None else _errno.EPIPE)
        if not len(view):
            return 0
        self._until(lambda: end.peer is None or len(end.peer.inbox) < _BUFFER)
        if end.peer is None:
            _fail(_errno.EPIPE)
        part = view[:_BUFFER - len(end.peer.inbox)]
        if end.peer.can_receive:
            end.peer.arrive(len(part), part)
        return len(part)

    def sendall(self, data, flags=0, /):
        view = _view(data)
        while len(view):
            view = view[self.send(view, flags):]

    def sendmsg(self, buffers, ancdata=(), flags=0, address=None, /):
        if list(ancdata):
            _fail(_errno.EINVAL)
        data = b''.join(map(_view, buffers))
        return self.send(data, flags) if address is None else self.sendto(data, address)

    def sendto(self, data, *rest):
        if not 1 <= len(rest) <= 2:
            raise TypeError(f'sendto() takes 2 or 3 arguments ({1 + len(rest)} given)')
        data, address = _view(data), rest[-1]
        end = self._open()
        if end.kind != SOCK_DGRAM:
            _fail(_errno.EISCONN if end.connected else _errno.ENOTCONN)
        return self._send_packet(bytes(data), _address(self, address, 'sendto'))

    def _send_packet(self, data, place):
        end = self._end
        if len(data) > 65507:
            _fail(_errno.EMSGSIZE)
        end.raise_error()
        if end.local is None:
            _bind_somewhere(end)
        target = _find(SOCK_DGRAM, end.family, place)
        if target is not None and target.remote in (None, end.local):
            source = end.local
            if end.family != AF_UNIX and _is_any(source[0]):
                source = (_LOOPBACK[end.family], *source[1:])
            target.packets.append((data, source))
            _changed()
        elif end.connected:
            end.error = _errno.ECONNREFUSED
            _changed()
        return len(data)

    def recv(self, size, flags=0, /):
        return self._receive(size, flags, 'recv')[0]

    def recvfrom(self, size, flags=0, /):
        return self._receive(size, flags, 'recvfrom')

    def recv_into(self, buffer, nbytes=0, flags=0):
        return self._receive_into(buffer, nbytes, flags, 'recv_into', 'buffer too small for requested bytes')[0]

    def recvfrom_into(self, buffer, nbytes=0, flags=0):
        return self._receive_into(buffer, nbytes, flags, 'recvfrom_into', 'nbytes is greater than the length of the buffer')

    def _receive_into(self, buffer, nbytes, flags, method, too_many):
        try:
            view = memoryview._from_flags(buffer, 1).cast('B')
        except (BufferError, TypeError):
            name = type(buffer).__name__
            raise TypeError(f'{method}() argument 1 must be read-write bytes-like object, not {name}') from None
        nbytes = _number(nbytes, 'ssize_t')
        if nbytes > len(view):
            raise ValueError(too_many)
        data, source = self._receive(nbytes or len(view), flags, method)
        view[:len(data)] = data
        return len(data), source

    def _receive(self, size, flags, method):
        size = _number(size, 'ssize_t')
        if size < 0:
            raise ValueError(f'negative buffersize in {method}')
        end = self._open()
        if end.kind == SOCK_DGRAM:
            self._until(lambda: end.packets or end.error)
            end.raise_error()
            data, source = end.packets[0]
            if not flags & MSG_PEEK:
                del end.packets[0]
            return data[:size], source
        if not end.connected:
            _fail(_errno.ENOTCONN)
        if size == 0:
            return b'', None
        self._until(lambda: end.inbox or end.ended or end.error or not end.can_receive)
        if end.inbox:
            data = bytes(end.inbox[:size])
            if not flags & MSG_PEEK:
                end.take(len(data))
            return data, None
        end.raise_error()
        return b'', None

    def shutdown(self, how, /):
        how = _number(how)
        end = self._open()
        if how not in (SHUT_RD, SHUT_WR, SHUT_RDWR):
            _fail(_errno.EINVAL)
        if not end.connected:
            _fail(_errno.ENOTCONN)
        if how in (SHUT_RD, SHUT_RDWR):
            end.can_receive = False
        if how in (SHUT_WR, SHUT_RDWR):
            end.can_send = False
            if end.peer is not None:
                end.peer.end()
        _changed()

    def getsockname(self):
        end = self._open()
        if end.local is not None:
            return end.local
        if end.family == AF_UNIX:
            return ''
        return ('::', 0, 0, 0) if end.family == AF_INET6 else ('0.0.0.0', 0)

    def getpeername(self):
        end = self._open()
        if not end.connected or end.remote is None:
            _fail(_errno.ENOTCONN)
        return end.remote

    def get_inheritable(self):
        return False

    def set_inheritable(self, inheritable, /):
        pass


SocketType = socket


def close(fd, /):
    end = _endpoints.get(fd)
    if end is None:
        _fail(_errno.EBADF)
    end.close()


def dup(fd, /):
    raise OSError(_errno.ENOSYS, 'sockets of this engine cannot be duplicated')


def socketpair(family=AF_UNIX, type=SOCK_STREAM, proto=0, /):
    family = AF_UNIX if family is None else int(family)
    pair = [socket(family, type, proto) for _ in range(2)]
    a, b = pair[0]._end, pair[1]._end
    a.join(b)
    a.local = a.remote = b.local = b.remote = ''
    return tuple(pair)


def getdefaulttimeout():
    return _default_timeout


def setdefaulttimeout(value, /):
    global _default_timeout
    _default_timeout = _seconds(value)


def gethostname():
    return 'coroscope'


def gethostbyname(host, /):
    numeric = _numeric(host, AF_INET)
    if numeric is None:
        raise gaierror(EAI_NONAME, 'Name or service not known')
    return numeric


def gethostbyname_ex(host, /):
    return host, [], [gethostbyname(host)]


def gethostbyaddr(host, /):
    return 'localhost', [], [gethostbyname(host)]


_SERVICES = {'echo': 7, 'ftp': 21, 'ssh': 22, 'telnet': 23, 'smtp': 25, 'domain': 53, 'http': 80, 'https': 443}


def getservbyname(name, protocol=None, /):
    if name not in _SERVICES:
        raise OSError('service/proto not found')
    return _SERVICES[name]


def getservbyport(port, protocol=None, /):
    for name, number in _SERVICES.items():
        if number == port:
            return name
    raise OSError('port/proto not found')


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    if isinstance(host, (bytes, bytearray)):
        host = host.decode('ascii')
    if isinstance(port, (bytes, bytearray)):
        port = port.decode('ascii')
    if host is None and port is None:
        raise gaierror(EAI_NONAME, 'Name or service not known')
    if port is None:
        number = 0
    elif isinstance(port, int):
        number = port
    elif port.isdigit():
        number = int(port)
    elif port in _SERVICES and not flags & AI_NUMERICSERV:
        number = _SERVICES[port]
    else:
        raise gaierror(EAI_SERVICE, 'Servname not supported for ai_socktype')
    out = []
    kinds = [(SOCK_STREAM, IPPROTO_TCP), (SOCK_DGRAM, IPPROTO_UDP), (SOCK_RAW, IPPROTO_IP)]
    for fam in ((AF_INET6, AF_INET) if host in (None, 'localhost') else (AF_INET, AF_INET6)):
        if family not in (0, fam):
            continue
        if host is None:
            numeric = (_ANY if flags & AI_PASSIVE else _LOOPBACK)[fam]
        elif flags & AI_NUMERICHOST and host == 'localhost':
            numeric = None
        else:
            numeric = _numeric(host, fam)
        if numeric is None:
            continue
        address = (numeric, number, 0, 0) if fam == AF_INET6 else (numeric, number)
        canonical = host if flags & AI_CANONNAME and not out else ''
        for kind, protocol in kinds:
            if type in (0, kind) and (proto in (0, protocol) or kind == SOCK_RAW):
                out.append((fam, kind, protocol, canonical, address))
    if not out:
        raise gaierror(EAI_NONAME, 'Name or service not known')
    return out


def getnameinfo(address, flags, /):
    host, port = address[:2]
    if not flags & NI_NUMERICHOST and _local_host(host):
        host = 'localhost'
    return host, str(port)


def htons(x, /):
    return (x & 0xff) << 8 | x >> 8


def htonl(x, /):
    return int.from_bytes(x.to_bytes(4, 'little'), 'big')


ntohs, ntohl = htons, htonl


def inet_aton(text, /):
    parts = text.split('.')
    if len(parts) == 4 and all(p.isdigit() and p.isascii() and int(p) < 256 for p in parts):
        return bytes(int(p) for p in parts)
    raise OSError('illegal IP address string passed to inet_aton')


def inet_ntoa(packed, /):
    if len(packed) != 4:
        raise OSError('packed IP wrong length')
    return '.'.join(str(b) for b in bytes(packed))


def inet_pton(family, text, /):
    if family == AF_INET:
        parts = text.split('.')
        if len(parts) == 4 and all(p.isdigit() and p.isascii() and len(p) < 4 and int(p) < 256 for p in parts):
            return bytes(int(p) for p in parts)
        raise OSError('illegal IP address string passed to inet_pton')
    if family != AF_INET6:
        _fail(_errno.EAFNOSUPPORT)
    try:
        text = text.partition('%')[0]
        head, gap, tail = text.partition('::')
        words = [[int(w, 16) for w in half.split(':')] if half else [] for half in (head, tail)]
        missing = 8 - len(words[0]) - len(words[1])
        if any(w > 0xffff for half in words for w in half) or (missing < 1 if gap else missing != 0):
            raise ValueError
        return b''.join(w.to_bytes(2, 'big') for w in words[0] + [0] * missing + words[1])
    except ValueError:
        raise OSError('illegal IP address string passed to inet_pton') from None


def inet_ntop(family, packed, /):
    if family == AF_INET:
        return inet_ntoa(packed)
    if len(packed) != 16:
        raise ValueError('invalid length of packed IP address string')
    words = [packed[i] << 8 | packed[i + 1] for i in range(0, 16, 2)]
    best = max(((n, -i) for i in range(8) for n in range(1, 9 - i) if not any(words[i:i + n])), default=(0, 0))
    if best[0] < 2:
        return ':'.join(format(w, 'x') for w in words)
    n, i = best[0], -best[1]
    return ':'.join(format(w, 'x') for w in words[:i]) + '::' + ':'.join(format(w, 'x') for w in words[i + n:])


def if_nameindex():
    return [(1, 'lo')]


def if_nametoindex(name, /):
    if name != 'lo':
        raise OSError('no interface with this name')
    return 1


def if_indextoname(index, /):
    if index != 1:
        _fail(_errno.ENXIO)
    return 'lo'
