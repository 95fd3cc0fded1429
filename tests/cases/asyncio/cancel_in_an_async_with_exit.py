"""A cancellation that arrives inside __aexit__ replaces what was on its way."""
import asyncio


class Slow:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *what):
        print("leaving with", what[0] and what[0].__name__)
        try:
            await asyncio.sleep(1)
        finally:
            print("left")


async def body():
    async with Slow():
        raise ValueError("in the body")


async def main():
    t = asyncio.create_task(body())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError as e:
        print("cancelled; context", repr(e.__context__))


asyncio.run(main())
