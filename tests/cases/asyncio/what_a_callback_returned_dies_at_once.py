"""What a callback returns is gone before its handle is, and before the next callback begins."""
import asyncio


class Told:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


def callback(argument, name):
    print("callback", name)
    return Told(f"result {name}")


async def answers():
    return Told("result of a task")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(callback, Told("argument 1"), 1)
    loop.call_soon(callback, Told("argument 2"), 2)
    await asyncio.sleep(0)
    print("after two")
    loop.call_later(0.01, callback, Told("argument 3"), 3)
    future = loop.create_future()
    future.add_done_callback(lambda f: Told("result of a done callback"))
    future.add_done_callback(lambda f: print("the next one"))
    future.set_result(None)
    await asyncio.sleep(0.02)
    print("after the timer")
    await asyncio.create_task(answers())


asyncio.run(main())
