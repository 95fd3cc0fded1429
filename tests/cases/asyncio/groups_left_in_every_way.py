import asyncio
async def main():
    tg = asyncio.TaskGroup()
    async def boom(): await asyncio.sleep(0.001); raise ValueError("boom")
    try:
        async with tg:
            tg.create_task(boom())
            try: await asyncio.sleep(1)
            except asyncio.CancelledError:
                print("body cancelled", asyncio.current_task().cancelling())
                try: tg.create_task(asyncio.sleep(0))
                except RuntimeError as e: print(e)
                raise
    except* ValueError as e: print(e.exceptions, asyncio.current_task().cancelling())
    async def parent():
        async with asyncio.TaskGroup() as tg:
            tg.create_task(boom()); await asyncio.sleep(1)
    t = asyncio.create_task(parent()); await asyncio.sleep(0); t.cancel("outer")
    try: await t
    except BaseException as e: print(repr(e), t.cancelling())
    async def both():
        async with asyncio.TaskGroup() as tg:
            tg.create_task(boom()); await asyncio.sleep(0.001); asyncio.current_task().cancel("self"); await asyncio.sleep(1)
    t = asyncio.create_task(both())
    try: await t
    except BaseException as e: print(repr(e), t.cancelling(), t.cancelled())
    async def swallow():
        try:
            async with asyncio.TaskGroup() as tg:
                tg.create_task(boom())
                try: await asyncio.sleep(1)
                except asyncio.CancelledError: print("swallowed in body")
        except* ValueError: print("still group")
        await asyncio.sleep(0); return "end"
    print(await swallow())
    async def early():
        async with asyncio.TaskGroup() as tg:
            tg.create_task(asyncio.sleep(1), name="long"); return "returned"
    try:
        async with asyncio.timeout(0.01): print(await early())
    except TimeoutError: print("early timed out")
    async def nested_break():
        for i in range(3):
            async with asyncio.TaskGroup() as tg:
                tg.create_task(asyncio.sleep(0)); 
                if i == 1: break
        return i
    print(await nested_break())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(boom()); tg.create_task(boom()); raise KeyError("body")
    except BaseExceptionGroup as e: print(repr(e))
    try:
        async with asyncio.TaskGroup() as tg:
            async def ki(): raise SystemExit(1)
            tg.create_task(asyncio.sleep(0.1)); raise GeneratorExit
    except BaseException as e: print(repr(e))
asyncio.run(main())
