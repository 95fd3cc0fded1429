import asyncio


async def one():
    return 1


loop = asyncio.new_event_loop()
print(loop.run_until_complete(one()), loop.is_running(), loop.is_closed())
print(repr(loop).split()[1:])
try:
    asyncio.get_event_loop()
except RuntimeError as e:
    print(e)
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)
asyncio.set_event_loop(loop)
print(asyncio.get_event_loop() is loop)
loop.close()
loop.close()
print(loop.is_closed())
for call in (lambda: loop.call_soon(print), lambda: loop.call_later(1, print), lambda: loop.run_forever()):
    try:
        call()
    except RuntimeError as e:
        print(e)
c = one()
try:
    loop.run_until_complete(c)
except RuntimeError as e:
    print(e)
c.close()
asyncio.set_event_loop(None)
try:
    asyncio.run(1)
except (TypeError, ValueError) as e:
    print(type(e).__name__, e)


async def nested():
    c = one()
    try:
        asyncio.run(c)
    except RuntimeError as e:
        print(e)
    c.close()
    c = one()
    try:
        asyncio.new_event_loop().run_until_complete(c)
    except RuntimeError as e:
        print(e)
    c.close()


asyncio.run(nested())
