import asyncio


async def main():
    loop = asyncio.get_running_loop()
    when = loop.time() + 0.01
    done = loop.create_future()
    for i in range(5):
        loop.call_at(when + i * 0.001, print, "timer", i)
    loop.call_at(when + 0.02, done.set_result, None)
    h = loop.call_at(when + 0.0025, print, "cancelled")
    h.cancel()
    print(h.cancelled())
    await done


asyncio.run(main())
