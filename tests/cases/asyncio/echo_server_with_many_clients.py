"""An echo server over streams and five clients at once; then a client that says nothing."""
import asyncio


async def handle(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def client(n, port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    got = []
    for word in ("one", "two"):
        writer.write(f"{word} {n}\n".encode())
        got.append((await reader.readline()).decode().strip())
        await asyncio.sleep(0)
    writer.write_eof()
    print(got, await reader.read())
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        for n in range(5):
            await client(n, port)
        results = await asyncio.gather(*(quiet(n, port) for n in range(3)))
        print(results)
    print(server.is_serving(), server.sockets)


async def quiet(n, port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
    await writer.wait_closed()
    return await reader.read()


asyncio.run(main())
