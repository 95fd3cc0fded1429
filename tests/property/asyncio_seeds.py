"""Random asyncio programs by seed: prints a digest of what every hundred of them did, a digest of each (`each`), or the steps (`show`)."""

import asyncio
import gc
import hashlib
import math
import os
import selectors
import sys
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cases", "asyncio"))
from _random_programs import Machine


class Jump(selectors.SelectSelector):
    now = 0.0

    def select(self, timeout=None):
        if timeout:
            self.now += timeout
        return super().select(0)


class Virtual(asyncio.SelectorEventLoop):
    def __init__(self, jump=Jump):
        self.jump = jump()
        super().__init__(self.jump)

    def time(self):
        return self.jump.now


class Ticking(Virtual):
    """Between two readings the clock goes on by nearly nothing, as the engine's own does and as every real one does by more."""

    ahead = 0.0

    def time(self):
        self.ahead += 1e-11
        return self.jump.now + self.ahead


class Milliseconds(Jump):
    """Waits for whole milliseconds, as `epoll` does."""

    def select(self, timeout=None):
        return super().select(timeout and math.ceil(timeout * 1e3 - 1e-7) / 1e3)


first, last = int(sys.argv[1]), int(sys.argv[2])
how = sys.argv[3] if len(sys.argv) > 3 else "hundreds"
whole = hashlib.sha256()
# what is let go of is destroyed at once or after every tenth program, wherever the collector would come in between
gc.disable()
# an exception that a loop let go of may let go of a coroutine a callback earlier than in CPython (seed 318): when is not compared
warnings.simplefilter("ignore")
OWN_CLOCK = sys.implementation.name == "coroscope"
for seed in range(first, last):
    # without times; in the loop that the interpreter has itself, whose clock jumps in the engine; under equal times for many timers
    timed = seed % 3
    machine = Machine(seed, [0, 0, 0.25, 0.5, 1, 2] if timed else [0])
    own = timed == 0 or timed == 1 and OWN_CLOCK
    factory = None if own else Virtual if timed == 2 else lambda: Ticking(Milliseconds)
    asyncio.run(machine.main(counted=seed % 5 == 1, eager=seed % 5 == 2), loop_factory=factory)
    if seed % 10 == 0:
        gc.collect()
    text = "\n".join(machine.lines)
    whole.update(text.encode())
    if how == "show":
        print(text)
    elif how == "each":
        print(seed, len(machine.lines), hashlib.sha256(text.encode()).hexdigest()[:16], flush=True)
    elif seed % 100 == 99:
        print(seed - 99, whole.hexdigest()[:16], flush=True)
        whole = hashlib.sha256()
