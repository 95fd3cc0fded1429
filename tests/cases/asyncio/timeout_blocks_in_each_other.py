import asyncio


async def main():
    try:
        async with asyncio.timeout(0.02) as outer:
            try:
                async with asyncio.timeout(0.01) as inner:
                    await asyncio.sleep(1)
            except TimeoutError:
                print("inner", inner.expired(), outer.expired())
            await asyncio.sleep(1)
    except TimeoutError:
        print("outer", inner.expired(), outer.expired())
    try:
        async with asyncio.timeout(0.01) as outer:
            async with asyncio.timeout(0.02) as inner:
                await asyncio.sleep(1)
    except TimeoutError:
        print("outer first", inner.expired(), outer.expired())
    async with asyncio.timeout(None) as t:
        print(t.when(), t)
        t.reschedule(asyncio.get_running_loop().time() + 1)
    print(t.expired(), str(t)[:19])
    try:
        async with asyncio.timeout(0):
            print("before the await")
            await asyncio.sleep(0)
            print("not reached")
    except TimeoutError as e:
        print("zero", e.args)
    try:
        t.reschedule(1)
    except RuntimeError as e:
        print(e)
    try:
        async with t:
            pass
    except RuntimeError as e:
        print(e)


asyncio.run(main())
