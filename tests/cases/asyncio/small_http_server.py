import asyncio, json

ROUTES = {}
def route(path):
    def deco(f):
        ROUTES[path] = f
        return f
    return deco

@route("/")
async def index(req): return 200, {"hello": "world"}
@route("/slow")
async def slow(req):
    await asyncio.sleep(0.01)
    return 200, {"slow": True}
@route("/fail")
async def fail(req): raise ValueError("handler failure")

async def handle(reader, writer):
    request = (await reader.readuntil(b"\r\n\r\n")).decode()
    method, path, _ = request.split("\r\n")[0].split()
    headers = dict(l.split(": ", 1) for l in request.split("\r\n")[1:] if l)
    try:
        status, body = await ROUTES[path](headers) if path in ROUTES else (404, {"error": "not found"})
    except Exception as e:
        status, body = 500, {"error": str(e)}
    data = json.dumps(body).encode()
    writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data)
    await writer.drain()
    writer.close()
    await writer.wait_closed()

async def get(port, path):
    async with asyncio.timeout(1):
        r, w = await asyncio.open_connection("localhost", port)
        w.writelines([f"GET {path} HTTP/1.1\r\n".encode(), b"Host: localhost\r\n\r\n"])
        status = (await r.readline()).split()[1]
        n = 0
        while (line := await r.readline()) != b"\r\n":
            k, _, v = line.decode().partition(":")
            if k.lower() == "content-length":
                n = int(v)
        body = json.loads(await r.readexactly(n))
        w.close()
        return int(status), body

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        print(await asyncio.gather(*(get(port, p) for p in ("/", "/slow", "/fail", "/nope"))))

asyncio.run(main())
