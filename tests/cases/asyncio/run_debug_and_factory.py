import asyncio


class Mine(asyncio.EventLoop):
    def create_task(self, coro, **kwargs):
        print("create_task", coro.__qualname__)
        return super().create_task(coro, **kwargs)


async def main():
    loop = asyncio.get_running_loop()
    print(type(loop).__name__, loop.get_debug())
    await asyncio.create_task(asyncio.sleep(0))
    return 5


print(asyncio.run(main(), loop_factory=Mine))
print(asyncio.run(main(), debug=True, loop_factory=asyncio.EventLoop))
