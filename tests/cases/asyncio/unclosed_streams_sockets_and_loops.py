import asyncio
import gc
import re
import socket
import sys
import warnings


def show(message, category, filename, lineno, file=None, line=None):
    text = re.sub(r"'127.0.0.1', \d+", "'127.0.0.1', PORT", str(message))
    place = "program" if filename == __file__ else "library"
    print(place, lineno if place == "program" else "", category.__name__, text)


warnings.showwarning = show
warnings.simplefilter("always")


async def main():
    server = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    await asyncio.sleep(0.01)
    del reader, writer, server
    gc.collect()
    await asyncio.sleep(0.01)


asyncio.run(main())
s = socket.socket()
s = None
a, b = socket.socketpair()
b.close()
del a
loop = asyncio.new_event_loop()
loop = None
gc.collect()
print("end")
