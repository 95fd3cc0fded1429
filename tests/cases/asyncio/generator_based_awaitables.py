import asyncio
import types


class Waits:
    def __init__(self, f):
        self.f = f

    def __await__(self):
        print("before")
        try:
            r = yield from self.f
        except ValueError as e:
            print("caught", e)
            r = "default"
        print("after", r)
        return r


class Bare:
    def __init__(self, f):
        self.f = f

    def __await__(self):
        self.f._asyncio_future_blocking = True
        try:
            yield self.f
        except ValueError as e:
            print("thrown at the yield", e)
        return "bare"


@types.coroutine
def turns(n):
    for _ in range(n):
        yield
    return n


async def main():
    loop = asyncio.get_running_loop()
    for how in ("set_result", "set_exception"):
        for kind in (Waits, Bare):
            f = loop.create_future()
            loop.call_soon(getattr(f, how), ValueError(how) if how == "set_exception" else how)
            print(await kind(f))
    print(await turns(3))


asyncio.run(main())
