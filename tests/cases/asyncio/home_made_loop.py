import asyncio
import collections


class Tiny(asyncio.AbstractEventLoop):
    def __init__(self):
        self.queue = collections.deque()

    def get_debug(self):
        return False

    def is_running(self):
        return True

    def call_soon(self, callback, *args, context=None):
        h = asyncio.Handle(callback, args, self, context)
        self.queue.append(h)
        return h

    def create_future(self):
        return asyncio.Future(loop=self)

    def create_task(self, coro, **kwargs):
        return asyncio.Task(coro, loop=self, **kwargs)

    def call_exception_handler(self, context):
        print("handler", context["message"])

    def run(self, coro):
        asyncio._set_running_loop(self)
        t = self.create_task(coro)
        while not t.done():
            h = self.queue.popleft()
            print(getattr(h._callback, "__name__", "step"), end=" ")
            h._run()
        asyncio._set_running_loop(None)
        print()
        return t.result()


async def child(n):
    await asyncio.sleep(0)
    return n


async def main():
    a = asyncio.create_task(child(1))
    b = asyncio.create_task(child(2))
    f = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(f.set_result, 3)
    return await a, await b, await f, asyncio.current_task().get_name()


print(Tiny().run(main()))
