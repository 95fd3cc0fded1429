import asyncio

loop = asyncio.new_event_loop()


async def forever():
    await loop.create_future()


t = loop.create_task(forever(), name="P")
loop.run_until_complete(asyncio.sleep(0))
print(t.done())
del t
import gc

gc.collect()
loop.close()
print(loop.is_closed())
