import asyncio

async def structured(task):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("cancelling", task().cancelling())
        if task().uncancel() == 0:
            print("swallowed")
        await asyncio.sleep(0)
        return "survived"

async def main():
    t = asyncio.create_task(structured(asyncio.current_task))
    await asyncio.sleep(0)
    print(t.cancel(), t.cancel("again"), t.cancelling())
    try:
        print(await t)
    except asyncio.CancelledError as e:
        print("cancelled", e.args, t.cancelling())
    t = asyncio.create_task(structured(asyncio.current_task))
    await asyncio.sleep(0)
    t.cancel()
    print(await t, t.cancelling(), t.cancelled())
    print(t.cancel())
    me = asyncio.current_task()
    me.cancel("self")
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError as e:
        print("self", e.args, me.cancelling(), me.uncancel())
    me.cancel()
    await asyncio.sleep(1)

asyncio.run(main())
