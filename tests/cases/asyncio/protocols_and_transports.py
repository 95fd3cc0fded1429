import asyncio


class Server(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        print("server: connection")

    def data_received(self, data):
        print("server:", data)
        self.transport.write(data[::-1])

    def eof_received(self):
        print("server: eof")

    def connection_lost(self, exc):
        print("server: lost", exc)


class Client(asyncio.Protocol):
    def __init__(self, done):
        self.done = done

    def connection_made(self, transport):
        transport.write(b"abc")
        print("client: connected", transport.get_extra_info("peername")[0])

    def data_received(self, data):
        print("client:", data)
        self.done.set_result(None)

    def connection_lost(self, exc):
        print("client: lost", exc)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Server, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    done = loop.create_future()
    transport, protocol = await loop.create_connection(lambda: Client(done), "127.0.0.1", port)
    await done
    transport.close()
    await asyncio.sleep(0.01)
    server.close()
    await server.wait_closed()


asyncio.run(main())
