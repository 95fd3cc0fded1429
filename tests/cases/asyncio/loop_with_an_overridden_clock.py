import asyncio


class Fast(asyncio.SelectorEventLoop):
    shift = 0.0

    def time(self):
        return super().time() + self.shift


async def main():
    loop = asyncio.get_running_loop()
    out = []
    loop.call_later(1000, out.append, "late")
    loop.call_later(1, out.append, "soon")
    await asyncio.sleep(0)
    print(out)
    loop.shift = 2000
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(out)


asyncio.run(main(), loop_factory=Fast)
