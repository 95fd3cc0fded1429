import asyncio, gc

async def wait_forever():
    await asyncio.get_running_loop().create_future()

async def main():
    t = asyncio.create_task(wait_forever(), name="lost")
    await asyncio.sleep(0)
    del t
    gc.collect()
    print("collected")
    f = asyncio.get_running_loop().create_future()
    f.set_exception(OSError("lost exc"))
    del f
    await asyncio.sleep(0)
    asyncio.create_task(wait_forever(), name="closed")
    await asyncio.sleep(0)

loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
print("closed")
