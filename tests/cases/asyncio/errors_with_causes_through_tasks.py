import asyncio

class AppError(Exception): pass

async def db():
    await asyncio.sleep(0)
    return {}["user"]

async def service():
    try:
        return await db()
    except KeyError as e:
        raise AppError("no user") from e

async def handler():
    try:
        await service()
    except AppError:
        raise RuntimeError("handler failed")

async def main():
    results = await asyncio.gather(handler(), service(), return_exceptions=True)
    for r in results:
        print(repr(r), repr(r.__cause__), repr(r.__context__))
    t = asyncio.create_task(handler(), name="failing")
    await asyncio.wait([t])
    import traceback
    traceback.print_exception(t.exception())
    t.print_stack()
    await t

asyncio.run(main())
