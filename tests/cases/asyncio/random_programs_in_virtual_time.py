import asyncio
import gc
import selectors
import warnings

from _random_programs import Machine


class Jump(selectors.SelectSelector):
    """A selector that does not wait: the clock goes on by what it would have waited."""

    now = 0.0

    def select(self, timeout=None):
        if timeout:
            self.now += timeout
        return super().select(0)


class Virtual(asyncio.SelectorEventLoop):
    def __init__(self):
        self.jump = Jump()
        super().__init__(self.jump)

    def time(self):
        return self.jump.now


# coroutines that are let go of, and when the collector comes, are another matter
warnings.simplefilter("ignore")
gc.disable()
for seed in range(40):
    machine = Machine(seed, [0, 0, 0.25, 0.5, 1, 2])
    asyncio.run(machine.main(), loop_factory=Virtual)
    print(f"-- {seed}")
    print("\n".join(machine.lines))
