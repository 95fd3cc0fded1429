import asyncio


async def f(mode):
    try:
        await asyncio.sleep(0)
        if mode == "return":
            return "r"
        if mode == "raise":
            raise ValueError("v")
        await asyncio.sleep(0)
    except ValueError as e:
        await asyncio.sleep(0)
        print("handled", e)
        return "handled"
    else:
        await asyncio.sleep(0)
        print("else")
    finally:
        await asyncio.sleep(0)
        print("finally", mode)
    return "end"


async def main():
    for m in ("return", "raise", "none"):
        print(await f(m))
    for i in range(3):
        try:
            if i == 1:
                continue
            if i == 2:
                break
            print("loop", i)
        finally:
            await asyncio.sleep(0)
            print("loop finally", i)
    try:
        try:
            await f_raise("a")
        finally:
            await f_raise("b")
    except KeyError as e:
        print(repr(e), repr(e.__context__))
    try:
        try:
            await f_raise("a")
        except KeyError as e:
            raise ValueError("from") from e
    except ValueError as e:
        print(repr(e.__cause__))
    try:
        await group()
    except* KeyError as e:
        await asyncio.sleep(0)
        print(repr(e))


async def f_raise(n):
    await asyncio.sleep(0)
    raise KeyError(n)


async def group():
    raise ExceptionGroup("g", [KeyError("k")])


asyncio.run(main())
