"""A datagram socket that is connected to a port that nobody has is told so by what it does next, once."""
import asyncio
import select
import socket


def tell(f, *args):
    try:
        print("  ", f.__name__, f(*args))
    except OSError as e:
        print("  ", f.__name__, type(e).__name__, e.errno)


def datagram(port=None):
    made = socket.socket(type=socket.SOCK_DGRAM)
    made.settimeout(0.05)
    if port is not None:
        made.connect(("127.0.0.1", port))
    return made


with datagram() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]

print("connected")
with datagram(port) as one:
    tell(one.send, b"1")
    tell(one.recv, 5)
    tell(one.send, b"2")
    tell(one.send, b"3")
    tell(one.recv, 5)
    tell(one.send, b"4")
    tell(one.getsockopt, socket.SOL_SOCKET, socket.SO_ERROR)
    tell(one.recv, 5)
    tell(one.send, b"5")
    tell(one.sendto, b"6", ("127.0.0.1", port))
    print("  ", [len(ready) for ready in select.select([one], [one], [], 0)])
    tell(one.send, b"7")
    print("  ", [len(ready) for ready in select.select([one], [one], [], 0)])

print("not connected")
with datagram() as one:
    tell(one.sendto, b"1", ("127.0.0.1", port))
    tell(one.recv, 5)
    tell(one.sendto, b"2", ("127.0.0.1", port))


class Told(asyncio.DatagramProtocol):
    def error_received(self, exc):
        print("error_received", repr(exc))
        told.set_result(None)


async def main():
    global told
    loop = asyncio.get_running_loop()
    told = loop.create_future()
    transport, _ = await loop.create_datagram_endpoint(Told, remote_addr=("127.0.0.1", port))
    transport.sendto(b"data")
    await told
    transport.close()


asyncio.run(main())
