import asyncio

class Manager:
    async def __aenter__(self):
        print("entering")
        await asyncio.sleep(0)
        print("entered")
        return "resource"

    async def __aexit__(self, exc_type, exc, tb):
        print("exiting", exc_type)
        await asyncio.sleep(0)
        print("exited")

async def other():
    for i in range(3):
        print("other", i)
        await asyncio.sleep(0)

async def main():
    t = asyncio.create_task(other())
    async with Manager() as m:
        print("inside", m)
    await t

asyncio.run(main())
