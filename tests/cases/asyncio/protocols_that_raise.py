import asyncio
class P(asyncio.Protocol):
    def __init__(self, bad): self.bad = bad
    def connection_made(self, t):
        self.t = t
        if self.bad == "made": raise ValueError("made")
    def data_received(self, d):
        if self.bad == "data": raise ValueError("data")
    def eof_received(self):
        if self.bad == "eof": raise ValueError("eof")
    def connection_lost(self, exc):
        print(self.bad, "lost", repr(exc))
        if self.bad == "lost": raise ValueError("lost")
    def pause_writing(self):
        if self.bad == "pause": raise ValueError("pause")
    def resume_writing(self):
        if self.bad == "resume": raise ValueError("resume")
def handler(loop, ctx): print("ctx:", ctx["message"], repr(ctx.get("exception")), sorted(k for k in ctx))
async def main():
    loop = asyncio.get_running_loop(); loop.set_exception_handler(handler)
    for bad in ("made", "data", "eof", "lost"):
        srv = await loop.create_server(lambda: P(bad), "127.0.0.1", 0)
        r, w = await asyncio.open_connection(*srv.sockets[0].getsockname())
        w.write(b"hello"); await asyncio.sleep(0.01)
        try: w.write_eof()
        except OSError as e: print("write_eof", type(e).__name__)
        await asyncio.sleep(0.01)
        try: print(await asyncio.wait_for(r.read(), 0.01))
        except (ConnectionError, TimeoutError) as e: print(type(e).__name__)
        w.close()
        await asyncio.sleep(0.01); srv.close()
asyncio.run(main())
