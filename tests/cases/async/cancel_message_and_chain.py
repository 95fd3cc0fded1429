import asyncio


async def sleeper():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError as e:
        print("inner", e.args, repr(e.__context__))
        raise


async def converter():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError as e:
        raise ValueError("converted") from e


async def main():
    t = asyncio.create_task(sleeper())
    await asyncio.sleep(0)
    t.cancel("first")
    t.cancel("second")
    try:
        await t
    except asyncio.CancelledError as e:
        print("outer", e.args)
    t = asyncio.create_task(converter())
    await asyncio.sleep(0)
    t.cancel("m")
    try:
        await t
    except ValueError as e:
        print(repr(e), repr(e.__cause__), t.cancelled())


asyncio.run(main())
