import asyncio

async def fail(exc, delay):
    await asyncio.sleep(delay)
    raise exc

async def forever(name):
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
    finally:
        print(name, "finally")

async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fail(ValueError("bad value"), 0.01))
            tg.create_task(fail(TypeError("bad type"), 0.01))
            tg.create_task(forever("f1"))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(forever("f2"))
                inner.create_task(fail(KeyError("k"), 0.02))
    except* ValueError as eg:
        print("VE", eg.exceptions)
    except* TypeError as eg:
        print("TE", eg, eg.exceptions)
    except* KeyError as eg:
        print("KE", eg.exceptions)
    async with asyncio.TaskGroup() as tg:
        tg.create_task(fail(OSError(2, "nope"), 0))
        tg.create_task(fail(ZeroDivisionError(), 0))

asyncio.run(main())
