import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    with socket.socket() as listener:
        listener.setblocking(False)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        client = socket.socket()
        client.setblocking(False)
        accepting = asyncio.create_task(loop.sock_accept(listener))
        await loop.sock_connect(client, listener.getsockname())
        conn, addr = await accepting
        print(addr == client.getsockname())
        big = bytes(range(256)) * 2000
        sending = asyncio.create_task(loop.sock_sendall(client, big))
        got = b""
        while len(got) < len(big):
            got += await loop.sock_recv(conn, 65536)
        await sending
        print(got == big)
        buf = bytearray(4)
        client.send(b"abcd")
        print(await loop.sock_recv_into(conn, buf), bytes(buf))
        client.close()
        print(await loop.sock_recv(conn, 10))
        conn.close()
    a, b = socket.socketpair()
    a.setblocking(False)
    b.setblocking(False)
    loop.add_reader(a, lambda: print("readable", a.recv(10)))
    b.send(b"x")
    await asyncio.sleep(0.01)
    print(loop.remove_reader(a), loop.remove_reader(a))
    a.close()
    b.close()


asyncio.run(main())
