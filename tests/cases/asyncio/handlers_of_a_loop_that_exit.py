import asyncio
async def main():
    loop = asyncio.get_running_loop()
    def handler(loop, ctx): raise ValueError("handler broken")
    loop.set_exception_handler(handler)
    loop.call_soon(lambda: 1/0)
    await asyncio.sleep(0)
    def exit_handler(loop, ctx): raise SystemExit(9)
    loop.set_exception_handler(exit_handler)
    loop.call_soon(lambda: {}["a"])
    await asyncio.sleep(0.01); print("not reached")
try: asyncio.run(main())
except SystemExit as e: print("exit", e.code)
class MyLoop(asyncio.SelectorEventLoop):
    def default_exception_handler(self, context): print("mine:", context["message"][:30], repr(context.get("exception")))
    def call_exception_handler(self, context): print("call", sorted(context)); super().call_exception_handler(context)
    def create_task(self, coro, **kw): print("create_task", coro.__name__); return super().create_task(coro, **kw)
async def m2():
    asyncio.get_running_loop().call_soon(lambda: 1/0); await asyncio.sleep(0)
    asyncio.ensure_future(bad()); await asyncio.sleep(0.01)
async def bad(): raise KeyError
with asyncio.Runner(loop_factory=MyLoop) as r: r.run(m2())
