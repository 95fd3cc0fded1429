import asyncio
async def main():
    r = asyncio.StreamReader(); p = asyncio.StreamReaderProtocol(r)
    class Tr(asyncio.Transport):
        def __init__(self): super().__init__({"peername": "peer"}); self.out = []; self.c = False; self.paused = 0
        def write(self, d): self.out.append(d)
        def close(self): self.c = True
        def is_closing(self): return self.c
        def pause_reading(self): self.paused += 1
        def resume_reading(self): self.paused -= 1
        def can_write_eof(self): return False
        def write_eof(self): raise NotImplementedError
    t = Tr(); p.connection_made(t); w = asyncio.StreamWriter(t, p, r, asyncio.get_running_loop())
    w.write(b"a"); w.writelines([b"b", b"c"]); print(t.out, w.get_extra_info("peername"), w.can_write_eof())
    p.pause_writing(); d = asyncio.create_task(w.drain()); await asyncio.sleep(0); print(d.done()); p.resume_writing(); await d; print(d.done())
    p.pause_writing(); d = asyncio.create_task(w.drain()); await asyncio.sleep(0); p.connection_lost(ConnectionResetError("gone"))
    for aw in (d, w.drain(), w.wait_closed()):
        try: await aw
        except Exception as e: print(repr(e))
    try: await r.read()
    except ConnectionResetError as e: print(repr(e))
    r = asyncio.StreamReader(limit=4); p = asyncio.StreamReaderProtocol(r); t = Tr(); p.connection_made(t)
    p.data_received(b"123456789"); print(t.paused); print(await r.read(3), t.paused, await r.read(100), t.paused)
    print(p.eof_received()); print(await r.read(), r)
    for m in ("write", "writelines", "write_eof", "abort", "get_write_buffer_size", "pause_reading"):
        try: getattr(asyncio.Transport(), m)(*([b"x"] if m.startswith("write") and m != "write_eof" else []))
        except NotImplementedError as e: print(m, repr(e))
        except TypeError as e: print(m, e)
    w2 = asyncio.StreamWriter(t, p, None, asyncio.get_running_loop())
    try: w.write("str")
    except TypeError as e: print(e)
    r = asyncio.StreamReader(); 
    async def later(): await asyncio.sleep(0); r.feed_data(b"par"); await asyncio.sleep(0); r.feed_data(b"tial\nrest"); await asyncio.sleep(0); r.feed_eof()
    asyncio.create_task(later()); print(await r.readline(), await r.readline(), await r.readline())
    r = asyncio.StreamReader(limit=8); r.feed_data(b"abcdefghij"); 
    try: await asyncio.wait_for(r.readuntil(b"\r\n"), 0.01)
    except asyncio.LimitOverrunError as e: print(e, e.consumed)
    r = asyncio.StreamReader(); r.feed_data(b"data"); r.set_exception(ValueError("x"))
    for c in (r.read(1), r.readline(), r.readexactly(1), r.readuntil()):
        try: await c
        except ValueError as e: print(repr(e))
asyncio.run(main())
