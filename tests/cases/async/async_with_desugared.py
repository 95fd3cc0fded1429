import asyncio


class CM:
    def __init__(self, n, suppress=False):
        self.n, self.s = n, suppress

    async def __aenter__(self):
        print("aenter", self.n)
        await asyncio.sleep(0)
        return self.n

    async def __aexit__(self, t, v, tb):
        print("aexit", self.n, t and t.__name__, v)
        await asyncio.sleep(0)
        return self.s


async def main():
    async with CM(1) as x:
        print("body", x)
    async with CM(1) as a, CM(2) as b:
        print(a, b)
    async with CM(1), CM(2, True):
        raise ValueError("stopped by 2")
    try:
        async with CM(1):
            raise KeyError("through")
    except KeyError as e:
        print(repr(e))
    for i in range(2):
        async with CM(i):
            if i == 0:
                continue
            break

    async def ret():
        async with CM("r"):
            return "returned"

    print(await ret())
    mgr = CM("by hand")
    aexit = type(mgr).__aexit__
    value = await type(mgr).__aenter__(mgr)
    try:
        print(value)
    except BaseException:
        raise
    else:
        await aexit(mgr, None, None, None)

    class Fails:
        async def __aenter__(self):
            raise OSError("aenter")

        async def __aexit__(self, *a):
            print("never")

    try:
        async with CM("outer"), Fails():
            print("no")
    except OSError as e:
        print(e)

    class ExitFails:
        async def __aenter__(self):
            pass

        async def __aexit__(self, *a):
            raise OSError("aexit")

    try:
        async with ExitFails():
            raise ValueError("body")
    except OSError as e:
        print(e, repr(e.__context__))


asyncio.run(main())
