import asyncio

class Resource:
    def __init__(self, name, fail_exit=False): self.name, self.fail_exit = name, fail_exit
    async def __aenter__(self):
        print("open", self.name)
        await asyncio.sleep(0)
        return self
    async def __aexit__(self, *exc):
        print("close", self.name, exc[0].__name__ if exc[0] else None)
        await asyncio.sleep(0)
        if self.fail_exit:
            raise RuntimeError(f"closing {self.name}")

class Countdown:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if self.n <= 0:
            raise StopAsyncIteration
        await asyncio.sleep(0)
        self.n -= 1
        return self.n

class NotAwaitable:
    def __aiter__(self): return self
    def __anext__(self): return 3
class NoIter: pass
class BadAiter:
    def __aiter__(self): return 5

async def main():
    async with Resource("a") as a, Resource("b") as b:
        print(a.name, b.name)
        async for i in Countdown(3):
            print(i)
        else:
            print("else")
    print({i: j async for i in Countdown(2) for j in range(i + 1)}, {x async for x in Countdown(3) if x})
    print(sum([x async for x in Countdown(5)]), await anext(aiter(Countdown(2))))
    for bad in (NotAwaitable(), NoIter(), BadAiter(), [1]):
        try:
            async for x in bad: pass
        except TypeError as e:
            print(e)
    for bad in (NoIter(), open):
        try:
            async with bad: pass
        except TypeError as e:
            print(e)
    try:
        with Resource("x"): pass
    except TypeError as e:
        print(e)
    try:
        await 5
    except TypeError as e:
        print(e)
    class W:
        def __await__(self): return 5
    try:
        await W()
    except TypeError as e:
        print(e)
    async with Resource("c", True):
        async with Resource("d"):
            1 / 0

asyncio.run(main())
