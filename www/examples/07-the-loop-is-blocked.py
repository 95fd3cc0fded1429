import asyncio
import time


async def heartbeat():
    for beat in range(4):
        print(f"beat {beat}")
        await asyncio.sleep(0.1)


async def rude():
    await asyncio.sleep(0.15)
    print("rude: blocking everybody")
    time.sleep(0.5)
    print("rude: sorry")


async def main():
    await asyncio.gather(heartbeat(), rude())
    print("now the polite way")
    await asyncio.gather(heartbeat(), asyncio.to_thread(time.sleep, 0.25))


asyncio.run(main())
