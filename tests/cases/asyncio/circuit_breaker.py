import asyncio, enum, time

class State(enum.Enum):
    CLOSED = "closed"; OPEN = "open"; HALF = "half-open"

class CircuitOpen(Exception): pass

class Breaker:
    def __init__(self, threshold, reset):
        self.threshold, self.reset = threshold, reset
        self.failures, self.state, self.opened = 0, State.CLOSED, 0.0
    async def call(self, f, *a):
        loop = asyncio.get_running_loop()
        if self.state is State.OPEN:
            if loop.time() - self.opened < self.reset:
                raise CircuitOpen(self.state)
            self.state = State.HALF
        try:
            r = await f(*a)
        except Exception:
            self.failures += 1
            if self.failures >= self.threshold or self.state is State.HALF:
                self.state, self.opened = State.OPEN, loop.time()
            raise
        self.failures, self.state = 0, State.CLOSED
        return r

async def main():
    b = Breaker(2, 0.02)
    plan = iter([1, 0, 0, 0, 1, 1])
    async def op():
        await asyncio.sleep(0)
        if not next(plan):
            raise ConnectionError("refused")
        return "ok"
    for i in range(8):
        try:
            print(i, await b.call(op), b.state)
        except Exception as e:
            print(i, type(e).__name__, e, b.state)
        if b.state is State.OPEN and i % 2:
            await asyncio.sleep(0.025)
    match b.state:
        case State.CLOSED: print("closed at last")
        case other: print(other)

asyncio.run(main())
