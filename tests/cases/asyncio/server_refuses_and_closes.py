import asyncio


async def main():
    try:
        await asyncio.open_connection("127.0.0.1", 18777)
    except ConnectionRefusedError as e:
        print(e)

    async def drop(reader, writer):
        writer.close()

    server = await asyncio.start_server(drop, "127.0.0.1", 18777)
    print(server.is_serving())
    r, w = await asyncio.open_connection("127.0.0.1", 18777)
    print(await r.read())
    w.close()
    server.close()
    await server.wait_closed()
    print(server.is_serving())
    try:
        await asyncio.open_connection("127.0.0.1", 18777)
    except ConnectionRefusedError as e:
        print("gone", e.errno)


asyncio.run(main())
