import asyncio, sys
async def worker(n, delay, fail=None):
    try:
        await asyncio.sleep(delay)
        if fail: raise fail
        return n
    except asyncio.CancelledError as e:
        print("cancelled", n, e.args)
        raise
    finally:
        print("finally", n)
async def main():
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(worker("o1", 0.5), name="outer-1")
            try:
                async with asyncio.TaskGroup() as inner:
                    inner.create_task(worker("i1", 0.01, ValueError("bad")), name="inner-1")
                    inner.create_task(worker("i2", 0.01, KeyError("k")), name="inner-2")
                    inner.create_task(worker("i3", 1))
                    print(inner, outer)
            except* ValueError as eg:
                print("VE", eg, eg.exceptions)
                eg.add_note("a note on group")
                raise
            except* KeyError as eg:
                print("KE", repr(eg))
    except* ValueError as e2:
        print(repr(e2))
        e2.exceptions[0].add_note("inner note")
        raise
asyncio.run(main())
