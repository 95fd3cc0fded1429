import asyncio
async def server(r, w):
    peer = w.get_extra_info("peername")[0]
    print("conn from", peer)
    while line := await r.readline():
        print("srv", line)
        w.write(line.upper()); await w.drain()
    print("eof", r.at_eof())
    w.close(); await w.wait_closed()
async def main():
    srv = await asyncio.start_server(server, "127.0.0.1", 0)
    port = srv.sockets[0].getsockname()[1]
    print(srv.is_serving(), port > 0)
    async with srv:
        r, w = await asyncio.open_connection("127.0.0.1", port)
        w.writelines([b"hello\n", b"wor"]); w.write(b"ld\n")
        print(await r.readline(), await r.readexactly(3), await r.readuntil(b"\n"))
        w.write_eof()
        print(await r.read(), r.at_eof(), w.is_closing(), w.can_write_eof())
        w.close(); await w.wait_closed()
        try: await r.readexactly(3)
        except asyncio.IncompleteReadError as e: print(repr(e), e.partial, e.expected)
    print(srv.is_serving())
    try: await asyncio.open_connection("127.0.0.1", port)
    except OSError as e: print(type(e).__name__, e.errno)
    rd = asyncio.StreamReader(limit=10); rd.feed_data(b"x" * 30)
    try: await rd.readuntil(b"\n")
    except asyncio.LimitOverrunError as e: print(repr(e), e.consumed)
    try: await rd.readline()
    except ValueError as e: print(repr(e))
    rd = asyncio.StreamReader(); rd.feed_data(b"a\nb\nc"); rd.feed_eof()
    async for l in rd: print(l)
    print(rd)
    try: rd.feed_data(b"x")
    except AssertionError as e: print(repr(e))
    try: await rd.readuntil(b"")
    except ValueError as e: print(e)
asyncio.run(main())
