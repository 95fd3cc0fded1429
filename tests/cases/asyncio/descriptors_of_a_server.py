"""Sockets take the descriptors that they take in CPython: the selector and the loop's own pair have the first three."""
import asyncio
import re
import socket
import os


def shown(x):
    return re.sub(r"'127.0.0.1', \d+", "'127.0.0.1', PORT", repr(x))


async def serve(reader, writer):
    print(shown(writer.get_extra_info("socket")))
    async for line in reader:
        writer.write(line.upper())
    print(shown(writer.transport))
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(shown(server))
    address = server.sockets[0].getsockname()
    clients = []
    for _ in range(3):
        clients.append(await asyncio.open_connection(*address))
        await asyncio.sleep(0.02)
    print([writer.get_extra_info("socket").fileno() for _, writer in clients])
    with open(os.devnull) as f:
        print(f.fileno())
    for reader, writer in clients:
        writer.write(b"x\n")
        print(await reader.readline())
        writer.write_eof()
        print(await reader.read())
        writer.close()
        await writer.wait_closed()
        print(shown(writer.transport))
    server.close()
    await server.wait_closed()
    with socket.socket() as s:
        print(s.fileno())


asyncio.run(main())
with socket.socket() as s, open(os.devnull) as f, socket.socket() as t:
    print(s.fileno(), f.fileno(), t.fileno())
a, b = socket.socketpair()
print(a.fileno(), b.fileno())
a.close()
print(socket.socket().detach())
b.close()
