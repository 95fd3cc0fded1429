"""What asyncio.run and run_until_complete refuse."""
import asyncio


async def nothing():
    pass


async def main():
    c = nothing()
    try:
        asyncio.run(c)
    except RuntimeError as e:
        print(e)
    loop = asyncio.get_running_loop()
    try:
        loop.run_until_complete(c)
    except RuntimeError as e:
        print(e)
    c.close()
    try:
        loop.close()
    except RuntimeError as e:
        print(e)


asyncio.run(main())
for what in (nothing, 1):
    try:
        asyncio.run(what)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, str(e).split(" at ")[0].split("<")[0])
loop = asyncio.new_event_loop()
f = loop.create_future()
loop.call_soon(loop.stop)
try:
    loop.run_until_complete(f)
except RuntimeError as e:
    print(e)
loop.close()
