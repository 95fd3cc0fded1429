import asyncio


class Custom(asyncio.Future):
    def __init__(self, *, loop):
        super().__init__(loop=loop)
        self.log = []

    def cancel(self, msg=None):
        self.log.append(("cancel", msg))
        return super().cancel(msg)

    def add_done_callback(self, fn, *, context=None):
        self.log.append("add")
        super().add_done_callback(fn, context=context)


async def main():
    loop = asyncio.get_running_loop()
    f = Custom(loop=loop)

    async def wait():
        return await f

    t = asyncio.create_task(wait())
    await asyncio.sleep(0)
    t.cancel("why")
    print(await asyncio.gather(t, return_exceptions=True), f.log)
    f = Custom(loop=loop)
    t = asyncio.create_task(wait())
    loop.call_later(0.001, f.set_result, 11)
    print(await t, f.log)


asyncio.run(main())
