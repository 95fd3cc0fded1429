"""serve_forever ends by cancellation and closes its clients."""
import asyncio


async def handle(reader, writer):
    try:
        await reader.read()
        print("handler: end of the stream")
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    serving = asyncio.create_task(server.serve_forever())
    await asyncio.sleep(0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(0.01)
    print(server.is_serving())
    serving.cancel()
    try:
        await serving
    except asyncio.CancelledError:
        print("cancelled", server.is_serving())
    print(await reader.read())
    writer.close()


asyncio.run(main())
