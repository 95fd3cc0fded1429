import asyncio


async def main():
    t = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    raise KeyboardInterrupt("mine")


try:
    asyncio.run(main())
except KeyboardInterrupt as e:
    names = []
    tb = e.__traceback__
    while tb:
        names.append(tb.tb_frame.f_code.co_name)
        tb = tb.tb_next
    print(e.args, names)
