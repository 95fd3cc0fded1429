import asyncio


class Counting(asyncio.EventLoop):
    count = 0

    def call_soon(self, callback, *args, context=None):
        type(self).count += 1
        return super().call_soon(callback, *args, context=context)


async def main():
    for _ in range(3):
        await asyncio.sleep(0)
    f = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(f.set_result, 1)
    return await f


print(asyncio.run(main(), loop_factory=Counting), Counting.count)
