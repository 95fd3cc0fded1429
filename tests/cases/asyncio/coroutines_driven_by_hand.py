import asyncio

def run_sync(coro):
    try:
        coro.send(None)
    except StopIteration as e:
        return e.value
    raise RuntimeError("would block")

async def pure(x): return x + 1
async def chain(x):
    return await pure(x) + await pure(x)

print(run_sync(chain(1)))
async def blocks(): await asyncio.sleep(0)
try:
    run_sync(blocks())
except RuntimeError as e:
    print(e)
c = chain(2)
print(c.cr_running, c.cr_await, c.cr_frame is not None, c.cr_origin, c.cr_suspended)
try:
    c.throw(ValueError("thrown in"))
except ValueError as e:
    print(e, c.cr_frame)
try:
    c.send(None)
except RuntimeError as e:
    print(e)
async def ret(): return (1, 2)
try:
    ret().send(None)
except StopIteration as e:
    print(e.value, e.args)
co = blocks()
print(co.send(None))
try:
    co.throw(KeyError("k"))
except KeyError as e:
    print(repr(e))
async def stop(): raise StopIteration(5)
try:
    stop().send(None)
except RuntimeError as e:
    print(repr(e), repr(e.__cause__))
async def genstop():
    raise StopAsyncIteration
    yield
async def m():
    async for x in genstop(): pass
asyncio.run(m())
