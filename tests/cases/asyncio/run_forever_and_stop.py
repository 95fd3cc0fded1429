import asyncio

loop = asyncio.new_event_loop()
out = []


def tick(n):
    out.append(n)
    if n == 3:
        loop.stop()
        loop.call_soon(out.append, "in the next run")
    loop.call_soon(tick, n + 1)


loop.call_soon(tick, 0)
loop.run_forever()
print(out)
loop.stop()
loop.run_forever()
print(out)
f = loop.create_future()
loop.call_soon(loop.stop)
try:
    loop.run_until_complete(f)
except RuntimeError as e:
    print(e)
loop.close()
