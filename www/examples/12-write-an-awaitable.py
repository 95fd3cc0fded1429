import asyncio


class Flag:
    value = waiter = None

    def raise_it(self, value):
        self.value = value
        self.waiter.set_result(None)

    def __await__(self):
        if self.value is None:
            self.waiter = asyncio.get_running_loop().create_future()
            yield from self.waiter
        return self.value


async def main():
    flag = Flag()
    asyncio.get_running_loop().call_later(0.2, flag.raise_it, "up")
    print("first await: ", await flag)  # waits
    print("second await:", await flag)  # already there: no handoff


asyncio.run(main())
