import asyncio

class SingleFlight:
    def __init__(self): self.calls = {}
    async def do(self, key, f):
        if key in self.calls:
            print("joined", key)
            return await asyncio.shield(self.calls[key])
        t = self.calls[key] = asyncio.create_task(f(key))
        t.add_done_callback(lambda t: self.calls.pop(key))
        return await asyncio.shield(t)

async def fetch(key):
    print("fetching", key)
    await asyncio.sleep(0.01)
    if key == "bad":
        raise LookupError(key)
    return key * 2

async def main():
    sf = SingleFlight()
    print(await asyncio.gather(*(sf.do(k, fetch) for k in ("a", "b", "a", "a"))))
    print(await asyncio.gather(*(sf.do("bad", fetch) for _ in range(2)), return_exceptions=True))
    print(sf.calls)

asyncio.run(main())
