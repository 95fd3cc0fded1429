import asyncio

async def main(n):
    await asyncio.sleep(0)
    return n, asyncio.get_running_loop().get_debug()

with asyncio.Runner(debug=True) as runner:
    loop = runner.get_loop()
    print(loop.is_running(), loop.is_closed(), loop.get_debug())
    print(runner.run(main(1)), runner.run(main(2)))
    try:
        runner.run(3)
    except TypeError as e:
        print(e)
    async def nested():
        try:
            runner.run(main(3))
        except RuntimeError as e:
            print(e)
        try:
            asyncio.run(main(4))
        except RuntimeError as e:
            print(e)
    runner.run(nested())
print(loop.is_closed())
try:
    runner.run(main(1))
except RuntimeError as e:
    print(e)
async def left():
    asyncio.create_task(asyncio.sleep(100), name="left behind").add_done_callback(lambda t: print(t.get_name(), t.cancelled()))
    await asyncio.sleep(0)
asyncio.run(left())
class MyLoop(asyncio.SelectorEventLoop):
    def close(self):
        print("closing my loop")
        super().close()
with asyncio.Runner(loop_factory=MyLoop) as r:
    print(type(r.get_loop()).__name__, r.run(main(5)))
print(asyncio.run(main(6), loop_factory=MyLoop))
async def fail():
    raise SystemExit(3)
asyncio.run(fail())
