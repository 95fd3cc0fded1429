import asyncio, functools, random

def retry(tries=3, delay=0.001, factor=2, exceptions=(Exception,)):
    def deco(f):
        @functools.wraps(f)
        async def wrapper(*args, **kw):
            d = delay
            for attempt in range(1, tries + 1):
                try:
                    return await f(*args, **kw)
                except exceptions as e:
                    print(f"{f.__name__}: attempt {attempt} failed: {e!r}")
                    if attempt == tries:
                        e.add_note(f"gave up after {tries} tries")
                        raise
                    await asyncio.sleep(d)
                    d *= factor
        return wrapper
    return deco

class Flaky:
    def __init__(self, fails): self.fails = fails
    @retry(tries=4, exceptions=(ConnectionError, TimeoutError))
    async def call(self, x):
        if self.fails:
            self.fails -= 1
            raise ConnectionError(f"down {self.fails}")
        return x * 2

async def main():
    print(await Flaky(2).call(21))
    try:
        await Flaky(9).call(1)
    except ConnectionError as e:
        print(e.__notes__)
    await Flaky(9).call(1)

asyncio.run(main())
