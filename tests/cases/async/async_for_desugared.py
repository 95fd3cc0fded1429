import asyncio


class Range:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        print("aiter")
        return Iter(self.n)


class Iter:
    def __init__(self, n):
        self.i, self.n = 0, n

    async def __anext__(self):
        await asyncio.sleep(0)
        if self.i == self.n:
            raise StopAsyncIteration
        self.i += 1
        return self.i


async def main():
    async for x in Range(2):
        print(x)
    else:
        print("else")
    it = type(r := Range(2)).__aiter__(r)
    running = True
    while running:
        try:
            y = await type(it).__anext__(it)
        except StopAsyncIteration:
            running = False
        else:
            print("by hand", y)
    else:
        print("by hand else")
    async for a in Range(3):
        async for b in Range(2):
            if b == 2:
                break
            print(a, b)

    class Fut:
        def __aiter__(self):
            return self

        n = 0

        def __anext__(self):
            self.n += 1
            f = asyncio.get_running_loop().create_future()
            if self.n < 3:
                f.set_result(self.n)
            else:
                f.set_exception(StopAsyncIteration())
            return f

    print([v async for v in Fut()])

    class Bad:
        def __aiter__(self):
            return self

        async def __anext__(self):
            raise ValueError("from anext")

    try:
        async for _ in Bad():
            pass
    except ValueError as e:
        print(e)
    async for i, (j, *k) in pairs():
        print(i, j, k)


async def pairs():
    yield 1, (2, 3, 4)
    yield 5, "ab"


asyncio.run(main())
