import asyncio


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.writelines([b"one\n", b"two\n", b"three"])
    print(await reader.readline())
    print(await reader.readexactly(2), await reader.readuntil(b"\n"))
    writer.write_eof()
    print(await reader.read(), reader.at_eof())
    try:
        await reader.readexactly(1)
    except asyncio.IncompleteReadError as e:
        print(e)
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()
    r = asyncio.StreamReader(limit=4)
    r.feed_data(b"abcdefgh\n")
    try:
        await r.readline()
    except ValueError as e:
        print(e)
    r = asyncio.StreamReader()
    r.feed_data(b"x\ny")
    r.feed_eof()
    print([line async for line in r])


asyncio.run(main())
