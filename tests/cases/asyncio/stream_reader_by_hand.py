import asyncio

async def main():
    r = asyncio.StreamReader(limit=10)
    print(r)
    r.feed_data(b"ab\ncdefg")
    print(await r.readline(), await r.read(2), await r.readexactly(3))
    r.feed_data(b"x" * 30 + b"\n")
    try:
        await r.readline()
    except ValueError as e:
        print(repr(e))
    r.feed_data(b"key=value;rest")
    print(await r.readuntil(b"="), await r.readuntil((b";", b"|")))
    r.feed_data(b"")
    r.feed_eof()
    try:
        await r.readuntil(b"Z")
    except asyncio.IncompleteReadError as e:
        print(e)
    try:
        await r.readexactly(-1)
    except ValueError as e:
        print(e)
    try:
        await r.readuntil(b"")
    except ValueError as e:
        print(e)
    r2 = asyncio.StreamReader()
    r2.set_exception(ConnectionResetError("peer"))
    try:
        await r2.read()
    except ConnectionResetError as e:
        print(repr(e), r2.exception())
    r3 = asyncio.StreamReader(limit=4)
    r3.feed_data(b"abcdefghij")
    await r3.readuntil()

asyncio.run(main())
