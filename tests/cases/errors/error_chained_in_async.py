import asyncio
async def fetch():
    raise ConnectionError("refused")
async def main():
    try:
        await fetch()
    except ConnectionError as e:
        await asyncio.sleep(0)
        raise RuntimeError("fetch failed") from e
asyncio.run(main())
