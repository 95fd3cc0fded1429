import asyncio, weakref, collections

class Hub:
    def __init__(self):
        self.subs = collections.defaultdict(set)
    def publish(self, topic, msg):
        for q in self.subs[topic]:
            q.put_nowait(msg)
    class Subscription:
        def __init__(self, hub, topic):
            self.hub, self.topic, self.q = hub, topic, asyncio.Queue()
        def __enter__(self):
            self.hub.subs[self.topic].add(self.q)
            return self
        def __exit__(self, *a):
            self.hub.subs[self.topic].discard(self.q)
        def __aiter__(self): return self
        async def __anext__(self):
            m = await self.q.get()
            if m is None:
                raise StopAsyncIteration
            return m
    def subscribe(self, topic):
        return self.Subscription(self, topic)

async def reader(hub, name, topic):
    with hub.subscribe(topic) as sub:
        async for m in sub:
            print(name, topic, m)
    print(name, "done")

async def main():
    hub = Hub()
    async with asyncio.TaskGroup() as tg:
        tg.create_task(reader(hub, "r1", "news"))
        tg.create_task(reader(hub, "r2", "sport"))
        await asyncio.sleep(0)
        for i in range(3):
            hub.publish("news", f"n{i}")
            if i % 2:
                hub.publish("sport", f"s{i}")
            await asyncio.sleep(0)
        hub.publish("news", None)
        hub.publish("sport", None)
    print({k: len(v) for k, v in hub.subs.items()})

asyncio.run(main())
