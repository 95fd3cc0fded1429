import asyncio

cancelled = []  # a group's tasks are a set, so their order is nobody's promise


async def fail(n, d):
    await asyncio.sleep(d)
    raise ValueError(n)


async def w(n):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        cancelled.append(str(n))
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(w(1))
            tg.create_task(fail("x", 0.01))
            tg.create_task(w(2))
            print("body")
    except* ValueError as eg:
        print(repr(eg), sorted(cancelled))
        cancelled.clear()
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fail("a", 0))
            tg.create_task(fail("b", 0))
            await asyncio.sleep(1)
    except BaseExceptionGroup as e:
        print(e.message, sorted(repr(x) for x in e.exceptions))
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(w(3))
            await asyncio.sleep(0)
            raise KeyError("body error")
    except* KeyError as e:
        print(repr(e), sorted(cancelled))
        cancelled.clear()

    async def outer():
        async with asyncio.TaskGroup() as tg:
            tg.create_task(w("in group"))
            await asyncio.sleep(1)

    t = asyncio.create_task(outer())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.wait([t])
    print(t.cancelled(), sorted(cancelled))

    async def base():
        await asyncio.sleep(0)
        raise SystemExit(3) if False else ValueError("nested")

    try:
        async with asyncio.TaskGroup() as a:
            async with asyncio.TaskGroup() as b:
                b.create_task(base())
    except* ValueError as e:
        print(repr(e))


asyncio.run(main())
