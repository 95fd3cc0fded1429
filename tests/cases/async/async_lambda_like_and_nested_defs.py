import asyncio


def make(n):
    async def adder(x):
        await asyncio.sleep(0)
        return x + n

    return adder


class K:
    v = 5

    async def method(self, *a, k=1, **kw):
        return self.v, a, k, kw

    @classmethod
    async def cm(cls):
        return cls.__name__

    @staticmethod
    async def sm(x):
        return x

    async def __call__(self):
        return "called"

    def __getattr__(self, n):
        return make(len(n))

    @property
    async def prop(self):
        return "prop"


async def main():
    print(
        await make(5)(1),
        await K().method(1, k=2, z=3),
        await K.cm(),
        await K.sm(7),
        await K()(),
        await K().abc(1),
        await K().prop,
    )
    f = lambda x: make(x)(1)
    print(await f(9))

    async def closure():
        nonlocal n
        n += 1
        await asyncio.sleep(0)
        n += 1

    n = 0
    await asyncio.gather(closure(), closure())
    print(n)
    x = await make(1)(1) + await make(2)(2) * (await make(3)(3))
    print(
        x,
        -await make(0)(4),
        (await make(0)(5)) ** 2,
        [await make(i)(0) for i in range(2)][await make(0)(1)],
        f"{await make(1)(1)}",
        await make(0)(1) if await make(0)(0) else "else",
    )
    print(*[await make(0)(i) for i in range(3)], sep=await make(0)("-") if False else "-")
    assert await make(0)(1)
    d = {await make(0)(1): await make(0)(2)}
    d[await make(0)(1)] += await make(0)(3)
    print(d, 0 < await make(0)(1) < 2, not await make(0)(0), await make(0)(0) or await make(0)("x" and 7))


asyncio.run(main())
