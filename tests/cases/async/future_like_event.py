import asyncio


class Event:
    def __init__(self):
        self.waiters, self.value, self.done = [], None, False

    def __await__(self):
        if not self.done:
            f = asyncio.get_running_loop().create_future()
            self.waiters.append(f)
            yield from f
        return self.value

    def set(self, v):
        self.value, self.done = v, True
        for f in self.waiters:
            f.set_result(None)


async def main():
    e = Event()

    async def w(n):
        print("waits", n)
        print("got", n, await e)

    ts = [asyncio.create_task(w(i)) for i in range(2)]
    await asyncio.sleep(0)
    e.set("value")
    await asyncio.gather(*ts)
    print("again", await e)


asyncio.run(main())
