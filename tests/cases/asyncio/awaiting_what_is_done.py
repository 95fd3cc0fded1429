"""Awaiting a done future or task does not let go of the loop; sleep(0) does."""
import asyncio


async def coroutine():
    return "at once"


async def main():
    loop = asyncio.get_running_loop()
    log = []
    f = loop.create_future()
    f.set_result("ready")
    t = asyncio.create_task(coroutine())
    await t
    loop.call_soon(log.append, "callback")
    log.append(await f)
    log.append(await t)
    log.append(await coroutine())
    log.append(await asyncio.gather())
    await asyncio.sleep(0)
    log.append("after sleep(0)")
    print(log)


asyncio.run(main())
