import asyncio

class Res:
    def __init__(self, name): self.name = name
    async def __aenter__(self):
        print("enter", self.name)
        return self
    async def __aexit__(self, t, e, tb):
        print("exit", self.name, t and t.__name__, e)
        try:
            await asyncio.sleep(0.1)
        except asyncio.CancelledError as x:
            print("cancelled in exit", self.name, x.args, repr(x.__context__))
            raise
        print("closed", self.name)

async def job():
    async with Res("a"):
        async with Res("b"):
            await asyncio.sleep(1)

async def main():
    t = asyncio.create_task(job(), name="job")
    await asyncio.sleep(0)
    t.cancel("one")
    await asyncio.sleep(0.01)
    t.cancel("two")
    await asyncio.sleep(0.01)
    t.cancel("three")
    print(t.cancelling(), t)
    try:
        await t
    except asyncio.CancelledError as e:
        print(repr(e), repr(e.__context__))
    print(t.cancelling(), t.cancelled(), t)
    t2 = asyncio.create_task(job(), name="job2")
    await asyncio.sleep(0)
    t2.cancel("final")
    await asyncio.sleep(0.01)
    t2.cancel("final2")
    await t2

asyncio.run(main())
