import asyncio, abc, enum, dataclasses

class Stage(abc.ABC):
    @abc.abstractmethod
    async def process(self, item): ...
    async def __call__(self, item):
        return await self.process(item)

class Double(Stage):
    async def process(self, item):
        await asyncio.sleep(0)
        return item * 2
class Broken(Stage): pass

@dataclasses.dataclass
class Pipeline:
    stages: list = dataclasses.field(default_factory=list)
    def __or__(self, other):
        return Pipeline([*self.stages, other])
    async def run(self, items):
        for item in items:
            for s in self.stages:
                item = await s(item)
            yield item

class Meta(type):
    async def make(cls, *a):
        await asyncio.sleep(0)
        return cls(*a)
class Async(metaclass=Meta):
    def __init__(self, x): self.x = x
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return self
    @property
    async def value(self): return self.x
    @staticmethod
    async def st(): return "static"
    @classmethod
    async def cl(cls): return cls.__name__

async def main():
    p = Pipeline() | Double() | Double()
    print([x async for x in p.run([1, 2])], p)
    a = await Async.make(4)
    print((await a).x, await a.value, await Async.st(), await a.cl())
    fs = [lambda x=i: asyncio.sleep(0, x) for i in range(3)]
    print([await f() for f in fs], {k: await f() for k, f in enumerate(fs)})
    print(await asyncio.gather(*[f() for f in fs]), any([await f() for f in fs]))
    g = (await f() for f in fs)
    print(type(g), [x async for x in g])
    print(f"{await fs[2]()!r:>5}", *[y async for y in aiter_(3)], sep="|")
    Broken()

async def aiter_(n):
    for i in range(n):
        yield i

asyncio.run(main())
