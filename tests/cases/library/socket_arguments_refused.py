"""Arguments that sockets refuse, in the words of CPython."""
import socket


def tell(what, f, *args):
    try:
        print(what, args, "gives", f(*args))
    except (TypeError, ValueError, OverflowError, OSError) as e:
        print(what, args, type(e).__name__, e)


one, six, local = socket.socket(), socket.socket(socket.AF_INET6), socket.socket(socket.AF_UNIX)
datagram = socket.socket(type=socket.SOCK_DGRAM)
for given in 3, None, ("127.0.0.1",), ("127.0.0.1", 1, 2), (3, 1), ("127.0.0.1", "1"), ("127.0.0.1", 1.5), \
        ("127.0.0.1", -1), ("127.0.0.1", 65536), (None, 1), ["127.0.0.1", 1]:
    tell("bind", one.bind, given)
    tell("connect", one.connect, given)
    tell("connect_ex", one.connect_ex, given)
    tell("sendto", datagram.sendto, b"", given)
for given in 3, ("::1",), ("::1", 65536), ("::1", 1, 2, 3, 4), ("::1", 1, -1), ("::1", 1, 2**20):
    tell("bind of six", six.bind, given)
for given in 3, None, ("a", 1):
    tell("bind of local", local.bind, given)
for given in None, "text", 3, [1]:
    tell("send", one.send, given)
    tell("sendall", one.sendall, given)
    tell("sendto", datagram.sendto, given, ("127.0.0.1", 9))
for given in None, "1", -1, 1.5, 2**70:
    tell("recv", one.recv, given)
    tell("recvfrom", datagram.recvfrom, given)
    tell("listen", one.listen, given)
    tell("setblocking", one.setblocking, given)
    tell("shutdown", one.shutdown, given)
for given in "1", -1, -0.5, float("nan"), [], 1e300, 2**70:
    tell("settimeout", one.settimeout, given)
    tell("setdefaulttimeout", socket.setdefaulttimeout, given)
tell("recv_into", one.recv_into, b"bytes")
tell("recv_into", one.recv_into, bytearray(3), -1)
tell("recv_into", one.recv_into, bytearray(3), 4)
tell("recv_into", one.recv_into, 3)
tell("recvfrom_into", datagram.recvfrom_into, bytearray(3), -1)
tell("recvfrom_into", datagram.recvfrom_into, bytearray(3), 4)
tell("setsockopt", one.setsockopt, socket.SOL_SOCKET, socket.SO_REUSEADDR)
tell("setsockopt", one.setsockopt, socket.SOL_SOCKET, socket.SO_REUSEADDR, "1")
tell("setsockopt", one.setsockopt, socket.SOL_SOCKET, socket.SO_REUSEADDR, None)
tell("setsockopt", one.setsockopt, "1", socket.SO_REUSEADDR, 1)
tell("getsockopt", one.getsockopt, socket.SOL_SOCKET)
tell("getsockopt", one.getsockopt, socket.SOL_SOCKET, "1")
tell("getsockopt", one.getsockopt, 1, 2, 3, 4)
tell("getsockopt", one.getsockopt, socket.SOL_SOCKET, socket.SO_REUSEADDR, -1)
tell("getsockopt", one.getsockopt, socket.SOL_SOCKET, socket.SO_REUSEADDR, 2000)
tell("setsockopt", one.setsockopt, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1, 4)
tell("setsockopt", one.setsockopt, socket.SOL_SOCKET, socket.SO_REUSEADDR, None, "4")
tell("setsockopt", one.setsockopt, socket.SOL_SOCKET, socket.SO_REUSEADDR, None, 4)
tell("sendto", datagram.sendto, b"")
tell("sendto", datagram.sendto, b"", 1, 2, 3)
for made in one, six, local, datagram:
    made.close()
tell("bind", one.bind, ("127.0.0.1", 0))
tell("recv", one.recv, 1)
tell("send", one.send, b"")
tell("getsockname", one.getsockname)
tell("fileno", one.fileno)
