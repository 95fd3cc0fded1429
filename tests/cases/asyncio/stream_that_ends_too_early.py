"""readexactly, readuntil and readline at the end of a stream, and limits."""
import asyncio


async def feed(data, limit=64):
    reader = asyncio.StreamReader(limit=limit)
    reader.feed_data(data)
    reader.feed_eof()
    return reader


async def main():
    r = await feed(b"abc")
    try:
        await r.readexactly(5)
    except asyncio.IncompleteReadError as e:
        print(e, e.partial, e.expected)
    r = await feed(b"no end")
    print(await r.readline(), await r.readline(), r.at_eof())
    r = await feed(b"no end")
    try:
        await r.readuntil(b"|")
    except asyncio.IncompleteReadError as e:
        print(e, e.partial)
    r = await feed(b"x" * 100 + b"\n", limit=10)
    try:
        await r.readline()
    except ValueError as e:
        print(e)
    r = await feed(b"a|b;c")
    print(await r.readuntil((b"|", b";")), await r.readuntil((b"|", b";")), await r.read())
    r = await feed(b"1\n2\n3")
    print([line async for line in r])
    r = asyncio.StreamReader()
    r.set_exception(OSError("lost"))
    try:
        await r.read()
    except OSError as e:
        print(repr(e))


asyncio.run(main())
