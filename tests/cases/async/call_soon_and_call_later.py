import asyncio


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(print, "soon 1")
    loop.call_soon(print, "soon 2")
    h = loop.call_soon(print, "never")
    h.cancel()
    loop.call_later(0.01, print, "later")
    loop.call_later(0, print, "later 0")

    def nested(n):
        print("nested", n)
        if n:
            loop.call_soon(nested, n - 1)

    loop.call_soon(nested, 2)
    print("scheduled")
    await asyncio.sleep(0)
    print("turn 1")
    await asyncio.sleep(0)
    print("turn 2")
    await asyncio.sleep(0.02)
    print("end")


asyncio.run(main())
