"""A coroutine dies while a function of the library is about to begin: its warning has a place."""
import asyncio
import warnings

warnings.simplefilter("always")
warnings.showwarning = lambda message, category, filename, lineno, *rest: print(category.__name__, message, lineno > 0)


async def nap():
    pass


async def step():
    return asyncio.run(nap())


async def main():
    print(await asyncio.gather(step(), return_exceptions=True))


asyncio.run(main())
