import asyncio
import gc


async def fails():
    raise ValueError("nobody looks")


async def main():
    t = asyncio.create_task(fails())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del t
    gc.collect()
    f = asyncio.get_running_loop().create_future()
    f.set_exception(KeyError("k"))
    del f
    gc.collect()
    print("end")


asyncio.run(main())
