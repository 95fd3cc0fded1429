import asyncio
class CM:
    async def __aenter__(self): return self
    async def __aexit__(self, *a):
        await asyncio.sleep(0)
        raise KeyError("aexit")
async def main():
    async with CM():
        raise ValueError("body")
asyncio.run(main())
