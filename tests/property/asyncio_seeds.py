"""Random asyncio programs by seed: prints a digest of what every hundred of them did, a digest of each (`each`), or the steps (`show`)."""

import asyncio
import hashlib
import os
import selectors
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cases", "asyncio"))
from _random_programs import Machine


class Jump(selectors.SelectSelector):
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


first, last = int(sys.argv[1]), int(sys.argv[2])
how = sys.argv[3] if len(sys.argv) > 3 else "hundreds"
whole = hashlib.sha256()
for seed in range(first, last):
    # with times under the clock that jumps, and without under the loop that the interpreter has itself, in turn
    timed = seed % 2 == 0
    machine = Machine(seed, [0, 0, 0.25, 0.5, 1, 2] if timed else [0])
    asyncio.run(machine.main(), loop_factory=Virtual if timed else None)
    text = "\n".join(machine.lines)
    whole.update(text.encode())
    if how == "show":
        print(text)
    elif how == "each":
        print(seed, len(machine.lines), hashlib.sha256(text.encode()).hexdigest()[:16])
    elif seed % 100 == 99:
        print(seed - 99, whole.hexdigest()[:16])
        whole = hashlib.sha256()
