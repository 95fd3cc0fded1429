import asyncio


async def main():
    loop = asyncio.get_running_loop()
    when = loop.time() + 0.01
    out = []
    for i in range(12):
        loop.call_at(when, out.append, i)
    for i in range(5):
        loop.call_at(when - 0.001 * i, out.append, f"early {i}")
    await asyncio.sleep(0.02)
    print(out)


asyncio.run(main())
