import asyncio, warnings, sys

class Loop(asyncio.SelectorEventLoop):
    def create_task(self, coro, **kw):
        print("create_task", coro.__qualname__, sorted(kw))
        return super().create_task(coro, **kw)
    def call_soon(self, cb, *args, **kw):
        return super().call_soon(cb, *args, **kw)

with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    class Policy(asyncio.DefaultEventLoopPolicy):
        def new_event_loop(self):
            print("new loop")
            return Loop()
    asyncio.set_event_loop_policy(Policy())
    print(type(asyncio.get_event_loop_policy()).__name__)
    async def main():
        t = asyncio.create_task(asyncio.sleep(0, 5), name="n")
        return await t
    print(asyncio.run(main()))
    asyncio.set_event_loop_policy(None)
    for x in w:
        print(x.category.__name__, x.message)
try:
    asyncio.get_event_loop()
except RuntimeError as e:
    print(e)
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(asyncio.get_event_loop() is loop)
print(loop.run_until_complete(asyncio.sleep(0, "val")))
loop.call_later(0.01, loop.stop)
loop.run_forever()
loop.run_until_complete(loop.shutdown_asyncgens())
loop.run_until_complete(loop.shutdown_default_executor())
loop.close()
try:
    loop.call_soon(print)
except RuntimeError as e:
    print(e)
print(loop)
loop.run_until_complete(main())
