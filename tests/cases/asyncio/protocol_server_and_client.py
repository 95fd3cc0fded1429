import asyncio

class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        print("server: connection", transport.get_extra_info("peername")[0])
    def data_received(self, data):
        print("server: data", data)
        self.transport.write(data.upper())
        if data == b"bye":
            self.transport.close()
    def eof_received(self):
        print("server: eof")
    def connection_lost(self, exc):
        print("server: lost", exc)

class Client(asyncio.Protocol):
    def __init__(self, msgs, done): self.msgs, self.done = msgs, done
    def connection_made(self, transport):
        self.transport = transport
        self.send()
    def send(self):
        self.transport.write(self.msgs.pop(0).encode())
    def data_received(self, data):
        print("client: data", data)
        if self.msgs:
            self.send()
    def connection_lost(self, exc):
        print("client: lost", exc)
        self.done.set_result(True)

async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    done = loop.create_future()
    tr, pr = await loop.create_connection(lambda: Client(["hello", "world", "bye"], done), host, port)
    print(type(pr).__name__, tr.is_closing(), tr.get_write_buffer_size())
    await done
    print(tr.is_closing())
    server.close()
    await server.wait_closed()
    try:
        await loop.create_connection(asyncio.Protocol, host, port)
    except ConnectionRefusedError as e:
        print(e.errno == 111, str(e).split("(")[0])

asyncio.run(main())
