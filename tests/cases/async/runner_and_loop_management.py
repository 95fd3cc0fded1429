import asyncio


async def v(x):
    await asyncio.sleep(0)
    return x


with asyncio.Runner() as r:
    print(r.run(v(1)), r.run(v(2)), r.get_loop().is_running())
loop = asyncio.new_event_loop()
print(loop.run_until_complete(v(3)), loop.is_closed(), loop.is_running())
loop.call_soon(loop.stop)
loop.run_forever()
loop.close()
for f in (lambda: loop.run_until_complete(None), lambda: loop.call_soon(print)):
    try:
        f()
    except (RuntimeError, TypeError) as e:
        print(type(e).__name__, e)
try:
    asyncio.get_event_loop()
except RuntimeError as e:
    print(e)


async def nested():
    try:
        asyncio.get_running_loop().run_until_complete(asyncio.sleep(0))
    except RuntimeError as e:
        print(e)


import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    asyncio.run(nested())
