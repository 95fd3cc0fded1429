import asyncio, gc


async def fail():
    raise ValueError("lost")


async def main():
    t = asyncio.create_task(fail(), name="loser")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del t
    print("after del")
    f = asyncio.get_running_loop().create_future()
    f.set_exception(KeyError("lost future"))
    del f
    print("end")


asyncio.run(main())
